// SPDX-License-Identifier: Apache-2.0
// What reaches a timer from outside: edges on its pads and triggers of other timers, for capture, slave modes, encoder
// and break. RM0008 14.3.6, 14.3.12, 14.3.16, 14.3.19, 15.4.3.
#include "machine/peripherals/registers.hpp"
#include "machine/peripherals/timer.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CEN = bit(0);
constexpr std::uint32_t CC1IF = bit(1), TIF = bit(6), BIF = bit(7);
constexpr unsigned CC1OF = 9;
constexpr std::uint32_t TI1S = bit(7);  // in CR2
constexpr std::uint32_t ECE = bit(14), ETP = bit(15);
constexpr std::uint32_t BKE = bit(12), BKP = bit(13), MOE = bit(15);

enum SlaveMode : std::uint32_t {
    encoder_ti2 = 1,
    encoder_ti1 = 2,
    encoder_both = 3,
    reset_mode = 4,
    gated = 5,
    trigger_mode = 6,
    external_clock = 7
};
enum TriggerSource : std::uint32_t { TI1F_ED = 4, TI1FP1 = 5, TI2FP2 = 6, ETRF = 7 };  // TS; below: ITR0..3
constexpr std::uint32_t captures_trc = 3;                                              // CCxS

}  // namespace

bool Timer::senses_pads() const {
    if (config_.kind == TimerKind::basic) return false;
    const std::uint32_t sms = smcr_ & 7;
    if ((smcr_ & ECE) != 0 || (bdtr_ & BKE) != 0) return true;
    if (sms >= encoder_ti2 && (sms <= encoder_both || field(smcr_, 6, 4) >= TI1F_ED)) return true;
    return ((ccmr_[0] | ccmr_[1]) & 0x303) != 0;
}

// CR2.TI1S: TI1 is the XOR of channels 1 to 3.
Timer::Inputs Timer::sample(const Fabric& fabric) const {
    Inputs inputs;
    if (!senses_pads()) return inputs;
    const TimerPins pins = timer_pins(config_.number, fabric.afio_mapr());
    for (unsigned channel = 0; channel < channels; ++channel)
        inputs.ti[channel] = fabric.pad_is_high(pins.channel[channel]);
    if ((cr2_ & TI1S) != 0) inputs.ti[0] = inputs.ti[0] != (inputs.ti[1] != inputs.ti[2]);
    inputs.etr = pins.etr && fabric.pad_is_high(*pins.etr);
    inputs.break_in = pins.break_in && fabric.pad_is_high(*pins.break_in);
    return inputs;
}

void Timer::pads_changed(Fabric& fabric) {
    if (!senses_pads() || !fabric.clocked(*this)) return;
    const Inputs before = inputs_;
    const Inputs now = sample(fabric);
    if (now.ti == before.ti && now.etr == before.etr && now.break_in == before.break_in) return;
    settle(fabric);
    inputs_ = now;
    for (unsigned input = 0; input < channels; ++input)
        if (now.ti[input] != before.ti[input]) input_edge(fabric, input, now.ti[input]);
    if (now.etr != before.etr) etr_edge(fabric, now.etr);
    take(fabric, {});
    arrange(fabric);
}

// TI1 leads to channels 1 and 2, TI3 to 3 and 4, and so on: CCxS = 01 its own input, 10 its neighbour's.
void Timer::input_edge(Fabric& fabric, unsigned input, bool rising) {
    const unsigned neighbour = input ^ 1;
    if (channel_mode(input) == 1) capture(fabric, input, rising);
    if (channel_mode(neighbour) == 2) capture(fabric, neighbour, rising);
    if (input > 1) return;
    const std::uint32_t sms = smcr_ & 7, ts = field(smcr_, 6, 4);
    if (sms >= encoder_ti2 && sms <= encoder_both) return encoder_edge(fabric, input, rising);
    const bool selected_edge = rising != ((ccer_ & bit(4 * input + 1)) != 0);
    if (sms == gated && ts == TI1FP1 + input) {
        sr_ |= TIF;  // when it starts and when it stops
    } else if ((ts == TI1F_ED && input == 0) || (ts == TI1FP1 + input && selected_edge)) {
        trigger_input(fabric);
    }
}

// CCxP chooses the edge, ICxPSC how many of them make a capture.
void Timer::capture(Fabric& fabric, unsigned channel, bool rising) {
    const bool falls = (ccer_ & bit(4 * channel + 1)) != 0;
    if (rising != falls && (ccer_ & bit(4 * channel)) != 0) store_capture(fabric, channel);
}

void Timer::store_capture(Fabric& fabric, unsigned channel) {
    const std::uint32_t prescaler = field(ccmr_[channel / 2] >> (8 * (channel % 2)), 3, 2);
    if (++edges_[channel] < bit(prescaler)) return;
    edges_[channel] = 0;
    if ((sr_ & (CC1IF << channel)) != 0) sr_ |= bit(CC1OF + channel);
    sr_ |= CC1IF << channel;
    request_dma(fabric, CC1IF << channel);
    counter_.ccr[channel] = counter_.value();
    if (channel == 0) trigger_output(fabric, 3);
}

// Table 81; CC1P and CC2P invert the inputs.
void Timer::encoder_edge(Fabric& fabric, unsigned input, bool rising) {
    const std::uint32_t sms = smcr_ & 7;
    if ((cr1_ & CEN) == 0) return;
    const auto inverted = [this](unsigned channel) { return (ccer_ & bit(4 * channel + 1)) != 0; };
    const bool rises = rising != inverted(input);
    const bool other = inputs_.ti[input ^ 1] != inverted(input ^ 1);
    const bool up = input == 0 ? rises != other : rises == other;
    const bool counts = sms == encoder_both || sms == (input == 0 ? encoder_ti1 : encoder_ti2);
    if (counts)
        take(fabric, counter_.external_edge(up));
    else
        counter_.down = !up;
}

// ETP inverts, ETPS divides; ECE counts it, and TS may choose it as the trigger as well.
void Timer::etr_edge(Fabric& fabric, bool rising) {
    if (rising == ((smcr_ & ETP) != 0)) return;
    if (++etr_edges_ < bit(field(smcr_, 13, 12))) return;
    etr_edges_ = 0;
    if ((smcr_ & ECE) != 0 && (cr1_ & CEN) != 0) take(fabric, counter_.external_edge());
    if (field(smcr_, 6, 4) == ETRF) trigger_input(fabric);
}

// An active edge on TRGI.
void Timer::trigger_input(Fabric& fabric) {
    const std::uint32_t sms = smcr_ & 7;
    for (unsigned channel = 0; channel < channels; ++channel)
        if (channel_mode(channel) == captures_trc && (ccer_ & bit(4 * channel)) != 0) store_capture(fabric, channel);
    if (sms < reset_mode) return;
    if (sms != gated) {
        sr_ |= TIF;
        request_dma(fabric, TIF);
    }
    if (sms == reset_mode) restart(fabric);
    if (sms == trigger_mode) {
        const bool starts = (cr1_ & CEN) == 0;
        cr1_ |= CEN;
        if (starts) trigger_output(fabric, 1);
    }
    if (sms == external_clock && (cr1_ & CEN) != 0) take(fabric, counter_.external_edge());
}

void Timer::triggered(Fabric& fabric, Trigger source) {
    if (!fabric.clocked(*this) || (wanted_ & source.mask()) == 0) return;
    settle(fabric);
    trigger_input(fabric);
    arrange(fabric);
}

// The timer that TS selects, while something listens to it.
std::optional<unsigned> Timer::internal_source() const {
    if (config_.kind == TimerKind::basic || field(smcr_, 6, 4) >= TI1F_ED) return std::nullopt;
    bool listens = (smcr_ & 7) >= reset_mode;
    for (unsigned channel = 0; channel < channels; ++channel)
        listens = listens || channel_mode(channel) == captures_trc;
    if (!listens) return std::nullopt;
    return internal_trigger(config_.number, field(smcr_, 5, 4));
}

void Timer::listen(Fabric& fabric) {
    const auto source = internal_source();
    const std::uint64_t wanted = source ? Trigger::trgo(*source).mask() : 0;
    if (wanted == wanted_) return;
    wanted_ = wanted;
    fabric.want_triggers(*this, wanted);
}

bool Timer::active(unsigned input) const { return inputs_.ti[input] != ((ccer_ & bit(4 * input + 1)) != 0); }

bool Timer::gate_open() const {
    switch (field(smcr_, 6, 4)) {
        case TI1FP1: return active(0);
        case TI2FP2: return active(1);
        case ETRF: return inputs_.etr != ((smcr_ & ETP) != 0);
        default: return false;
    }
}

// 14.3.12: while the break input is active MOE cannot be set.
void Timer::watch_break() {
    const bool asked = config_.kind == TimerKind::advanced && (bdtr_ & BKE) != 0;
    if (!asked || inputs_.break_in != ((bdtr_ & BKP) != 0)) return;
    bdtr_ &= ~MOE;
    sr_ |= BIF;
}

}  // namespace jig::machine
