// SPDX-License-Identifier: Apache-2.0
// Timer registers, RM0008 sections 14.4, 15.4 and 17.4.
#include "machine/peripherals/timer.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SMCR = 0x08, DIER = 0x0C, SR = 0x10, EGR = 0x14, CCMR1 = 0x18,
                        CCMR2 = 0x1C, CCER = 0x20, CNT = 0x24, PSC = 0x28, ARR = 0x2C, RCR = 0x30, CCR1 = 0x34,
                        CCR4 = 0x40, BDTR = 0x44, DCR = 0x48, DMAR = 0x4C;

constexpr std::uint32_t CEN = bit(0), UDIS = bit(1), URS = bit(2), OPM = bit(3), DIR = bit(4), ARPE = bit(7);
constexpr std::uint32_t UIF = bit(0), CC1IF = bit(1), COMIF = bit(5), TIF = bit(6), BIF = bit(7);
constexpr std::uint32_t UG = bit(0);
constexpr std::uint32_t MOE = bit(15), AOE = bit(14);
constexpr std::uint32_t ECE = bit(14);
constexpr std::uint32_t compare_flags = 0x1E;
constexpr std::uint32_t reset_is_trgo = 0, enable_is_trgo = 1;  // MMS

// The bits that the register maps of 17.4 (basic), 15.4 (general) and 14.4 (advanced) print.
struct Bits {
    std::uint32_t cr1, cr2, smcr, dier, sr, ccer;
};
constexpr Bits bits_of(TimerKind kind) {
    switch (kind) {
        case TimerKind::basic: return {0x8F, 0x70, 0, 0x101, 0x1, 0};
        case TimerKind::general: return {0x3FF, 0xF8, 0xFFF7, 0x5F5F, 0x1E5F, 0x3333};
        case TimerKind::advanced: return {0x3FF, 0x7FFD, 0xFFF7, 0x7FFF, 0x1EFF, 0x3FFF};
    }
    return {};
}

}  // namespace

bool Timer::has(std::uint32_t offset) const {
    const bool in_basic = offset <= CR2 || (offset >= DIER && offset <= EGR) || (offset >= CNT && offset <= ARR);
    switch (config_.kind) {
        case TimerKind::basic: return in_basic;
        case TimerKind::general: return offset != RCR && offset != BDTR;
        case TimerKind::advanced: return true;
    }
    return false;
}

// Reading a captured value clears its flag, 15.4.5.
BusReply Timer::read(Fabric& fabric, std::uint32_t offset, Width) {
    catch_up(fabric);
    const std::uint32_t reg = word_offset(offset);
    if (!has(reg)) return {};
    if (reg == DMAR) {
        const std::uint32_t value = value_of(burst_register());
        burst_goes_on(fabric);
        return {.value = value};
    }
    promise(fabric, reg);
    if (reg >= CCR1 && reg <= CCR4 && channel_mode((reg - CCR1) / 4) != 0) {
        sr_ &= ~(CC1IF << (reg - CCR1) / 4);
        update_irqs(fabric);
    }
    return {.value = value_of(reg)};
}

// EGR is write-only.
std::uint32_t Timer::value_of(std::uint32_t offset) const {
    if (offset >= CCR1 && offset <= CCR4) return counter_.ccr[(offset - CCR1) / 4];
    switch (offset) {
        case CR1: return cr1_ | (counter_.down ? DIR : 0);
        case CR2: return cr2_;
        case SMCR: return smcr_;
        case DIER: return dier_;
        case SR: return sr_;
        case CCMR1: return ccmr_[0];
        case CCMR2: return ccmr_[1];
        case CCER: return ccer_;
        case CNT: return counter_.value();
        case PSC: return counter_.psc;
        case ARR: return counter_.arr;
        case RCR: return counter_.rcr;
        case BDTR: return bdtr_;
        case DCR: return dcr_;
        default: return 0;
    }
}

BusReply Timer::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    const std::uint32_t reg = word_offset(offset);
    if (!has(reg)) return {};
    if (waits_for_update(reg)) {
        catch_up(fabric);
        write_register(fabric, reg, value);
        return {};
    }
    settle(fabric);
    if (reg == DMAR) {
        if (has(burst_register())) write_register(fabric, burst_register(), value);
        burst_goes_on(fabric);
    } else {
        write_register(fabric, reg, value);
    }
    counter_.load_unbuffered();
    inputs_ = sample(fabric);  // an edge that the new configuration sees first lies ahead
    listen(fabric);
    take(fabric, {});
    arrange(fabric);
    return {};
}

// A preloaded compare value changes nothing before the next update, and PWM programs write them all the time.
bool Timer::waits_for_update(std::uint32_t reg) const {
    if (reg < CCR1 || reg > CCR4) return false;
    const unsigned channel = (reg - CCR1) / 4;
    return channel_mode(channel) == 0 && counter_.ccr_preload[channel];
}

void Timer::write_register(Fabric& fabric, std::uint32_t reg, std::uint32_t value) {
    const Bits bits = bits_of(config_.kind);
    if (reg >= CCR1 && reg <= CCR4 && channel_mode((reg - CCR1) / 4) == 0)  // read-only while it captures
        counter_.ccr[(reg - CCR1) / 4] = value & 0xFFFF;
    switch (reg) {
        case CR1: write_control(fabric, value & bits.cr1); break;
        case CR2: cr2_ = value & bits.cr2; break;
        case SMCR: smcr_ = value & bits.smcr; break;
        case DIER: dier_ = value & bits.dier; break;
        case SR: sr_ &= value; break;  // flags are cleared by writing 0
        case EGR: generate(fabric, value); break;
        case CCMR1: write_ccmr(0, value & 0xFFFF); break;
        case CCMR2: write_ccmr(1, value & 0xFFFF); break;
        case CCER: ccer_ = value & bits.ccer; break;
        case CNT: counter_.set_value(value & 0xFFFF); break;
        case PSC: counter_.psc = value & 0xFFFF; break;
        case ARR: counter_.arr = value & 0xFFFF; break;
        case RCR: counter_.rcr = value & 0xFF; break;
        case BDTR: bdtr_ = value & 0xFFFF; break;
        case DCR: dcr_ = value & 0x1F1F; break;
        default: break;
    }
}

// 15.4.1: DIR is read-only while the counter itself (centre-aligned) or an encoder turns it.
void Timer::write_control(Fabric& fabric, std::uint32_t value) {
    const bool starts = (value & ~cr1_ & CEN) != 0;
    cr1_ = value & ~DIR;
    counter_.updates_disabled = (value & UDIS) != 0;
    counter_.one_pulse = (value & OPM) != 0;
    counter_.centre = field(value, 6, 5);
    const std::uint32_t sms = smcr_ & 7;
    const bool encoder = sms >= 1 && sms <= 3;
    if (counter_.centre == 0 && !encoder) counter_.down = (value & DIR) != 0;
    counter_.arr_preload = (value & ARPE) != 0;
    if (starts) trigger_output(fabric, enable_is_trgo);
}

// OCxPE of the two channels of a CCMR. A channel set to capture (CCxS) compares nothing.
void Timer::write_ccmr(unsigned index, std::uint32_t value) {
    ccmr_[index] = value;
    for (unsigned half = 0; half < 2; ++half) counter_.ccr_preload[2 * index + half] = (value & bit(8 * half + 3)) != 0;
}

std::uint32_t Timer::channel_mode(unsigned channel) const { return (ccmr_[channel / 2] >> (8 * (channel % 2))) & 3; }

std::uint32_t Timer::output_channels() const {
    std::uint32_t found = 0;
    if (config_.kind == TimerKind::basic) return found;
    for (unsigned channel = 0; channel < channels; ++channel)
        if (channel_mode(channel) == 0) found |= bit(channel);
    return found;
}

// EGR, 14.4.6. With URS an update by software sets no flag.
void Timer::generate(Fabric& fabric, std::uint32_t events) {
    for (unsigned channel = 0; channel < channels; ++channel)
        if ((events & (CC1IF << channel)) != 0 && channel_mode(channel) != 0) store_capture(fabric, channel);
    const std::uint32_t raised = events & bits_of(config_.kind).sr & (compare_flags | COMIF | TIF | BIF);
    sr_ |= raised;
    request_dma(fabric, raised);
    if ((events & BIF) != 0) bdtr_ &= ~MOE;
    if ((events & UG) != 0) restart(fabric);
}

// By UG or a slave in reset mode.
void Timer::restart(Fabric& fabric) {
    TimerEvents update = counter_.update_by_software(fabric.now());
    if ((cr1_ & URS) != 0) update.update = false;
    take(fabric, update);
    trigger_output(fabric, reset_is_trgo);
}

void Timer::take(Fabric& fabric, const TimerEvents& events) {
    if (events.update) {
        sr_ |= UIF;
        if ((bdtr_ & AOE) != 0) bdtr_ |= MOE;
    }
    sr_ |= (events.matches & output_channels()) << 1;
    request_dma(fabric, (events.update ? UIF : 0) | (events.matches & output_channels()) << 1);
    if (counter_.stopped_itself()) cr1_ &= ~CEN;
    watch_break();
    if (config_.kind != TimerKind::basic) update_references(fabric, events);
    if (events.update) trigger_output(fabric, 2);
    if ((events.matches & output_channels() & 1) != 0) trigger_output(fabric, 3);
}

// For a reader: where nothing has happened there is nothing to arrange, and timers are polled often.
void Timer::catch_up(Fabric& fabric) {
    const TimerEvents events = counter_.run_to(fabric.now());
    if (!events.any()) return;
    take(fabric, events);
    arrange(fabric);
}

void Timer::settle(Fabric& fabric) {
    take(fabric, counter_.run_to(fabric.now()));
    arrange(fabric);
}

void Timer::arrange(Fabric& fabric) {
    apply_clock(fabric);
    if (config_.kind != TimerKind::basic) drive_outputs(fabric);
    plan(fabric);
    update_irqs(fabric);
}

void Timer::clocking_changed(Fabric& fabric) {
    settle(fabric);
    inputs_ = sample(fabric);
}

// 15.4.3: encoder and external clock modes count edges of pads or of other timers; gated mode counts the internal clock
// while its input is active. A gate that another timer's trigger output would open stays shut: triggers here are
// pulses.
bool Timer::counts_internal_clock() const {
    const std::uint32_t sms = smcr_ & 7;
    return (smcr_ & ECE) == 0 && (sms == 0 || sms == 4 || sms == 6 || (sms == 5 && gate_open()));
}

void Timer::apply_clock(Fabric& fabric) {
    const ClockTree& clocks = fabric.clocks();
    const std::uint32_t hz = config_.bus == Bus::apb2 ? clocks.timer2_hz : clocks.timer1_hz;
    const bool frozen = fabric.core_halted() && (fabric.dbgmcu_cr() & bit(config_.dbgmcu_stop_bit)) != 0;
    const bool counts = (cr1_ & CEN) != 0 && counts_internal_clock() && fabric.clocked(*this) && !frozen && hz != 0;
    counter_.set_clock(fabric.now(), counts ? std::optional(period_of(hz, clocks)) : std::nullopt);
}

// Only what somebody waits for needs an appointment: an interrupt, another device, a watched pad. Everything else waits
// until somebody looks.
void Timer::plan(Fabric& fabric) const {
    std::optional<Picoseconds> next;
    const auto at = [&next](std::optional<Picoseconds> when) {
        if (when) next = next ? std::min(*next, *when) : when;
    };
    const std::uint32_t awaited = (dier_ & ~sr_) | flags_for_dma();
    if ((awaited & UIF) != 0 || wakes_for_update(fabric)) at(counter_.next_overflow());
    for (unsigned channel = 0; channel < channels; ++channel)
        if ((awaited & (CC1IF << channel)) != 0 || wakes_for_channel(fabric, channel)) at(counter_.next_match(channel));
    if (next) fabric.wake_at(*this, *next);
}

// For a polling core: neither CNT nor a flag changes before this.
void Timer::promise(Fabric& fabric, std::uint32_t offset) const {
    if (offset == CNT) {
        if (const auto next = counter_.next_step()) fabric.nothing_changes_until(*next);
        return;
    }
    std::optional<Picoseconds> next = counter_.next_overflow();
    if (!next) return;
    for (unsigned channel = 0; channel < channels; ++channel)
        if (const auto match = counter_.next_match(channel)) next = std::min(*next, *match);
    fabric.nothing_changes_until(*next);
}

void Timer::update_irqs(Fabric& fabric) const {
    const std::uint32_t asking = sr_ & dier_;
    const bool update = (asking & UIF) != 0;
    const bool compare = (asking & compare_flags) != 0;
    const bool trigger = (asking & (TIF | COMIF)) != 0;
    const bool stopped = (asking & BIF) != 0;
    if (config_.update_irq == config_.capture_compare_irq) {
        fabric.set_irq(config_.update_irq, update || compare || trigger);
        return;
    }
    fabric.set_irq(config_.update_irq, update);
    fabric.set_irq(config_.capture_compare_irq, compare);
    fabric.set_irq(config_.trigger_irq, trigger);
    fabric.set_irq(config_.update_irq - 1, stopped);  // TIM1_BRK, TIM8_BRK: the position before
}

void Timer::reset(Fabric& fabric, ResetCause) {
    const std::array<Output, outputs> shown = shown_;
    *this = Timer(config_);
    shown_ = shown;
    if (config_.kind != TimerKind::basic) drive_outputs(fabric);
    fabric.want_triggers(*this, 0);
    update_irqs(fabric);
}

}  // namespace jig::machine
