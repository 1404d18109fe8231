// SPDX-License-Identifier: Apache-2.0
// ADC registers and triggers, RM0008 sections 11.7 and 11.12.
#include "machine/peripherals/adc.hpp"

#include <algorithm>
#include <utility>

#include "machine/peripherals/adc_bits.hpp"

namespace jig::machine {
namespace {

using namespace adc;

constexpr std::uint32_t SR = 0x00, CR1 = 0x04, CR2 = 0x08, SMPR1 = 0x0C, SMPR2 = 0x10, JOFR1 = 0x14, JOFR4 = 0x20,
                        HTR = 0x24, LTR = 0x28, SQR1 = 0x2C, SQR3 = 0x34, JSQR = 0x38, JDR1 = 0x3C, JDR4 = 0x48,
                        DR = 0x4C;
constexpr std::uint32_t cr1_bits = 0xCFFFFF, cr2_bits = 0xFEF90F;
constexpr std::uint32_t smpr1_bits = 0xFFFFFF, smpr2_bits = 0x3FFFFFFF;
constexpr std::uint32_t sqr1_bits = 0xFFFFFF, sqr_bits = 0x3FFFFFFF, jsqr_bits = 0x3FFFFF;
// AFIO_MAPR, 9.4.2: TIM8 instead of the EXTI line.
constexpr std::uint32_t etrginj_remap[] = {bit(17), bit(19)}, etrgreg_remap[] = {bit(18), bit(20)};

}  // namespace

BusReply Adc::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    const std::uint32_t reg = word_offset(offset);
    const BusReply reply{.value = value_of(reg)};
    if (reg == DR) {
        sr_ &= ~EOC;
        fabric.set_irq(config_.irq, asks());
        return reply;
    }
    std::optional<Picoseconds> next = converting_ ? std::optional(converting_->until) : std::nullopt;
    for (const auto& end : {calibrated_at_, calibration_reset_at_})
        if (end) next = next ? std::min(*next, *end) : end;
    if (next) fabric.nothing_changes_until(*next);
    return reply;
}

std::uint32_t Adc::value_of(std::uint32_t reg) const {
    if (reg >= JOFR1 && reg <= JOFR4) return jofr_[(reg - JOFR1) / 4];
    if (reg >= SQR1 && reg <= SQR3) return sqr_[(reg - SQR1) / 4];
    if (reg >= JDR1 && reg <= JDR4) return jdr_[(reg - JDR1) / 4];
    switch (reg) {
        case SR: return sr_;
        case CR1: return cr1_;
        case CR2: return cr2_;
        case SMPR1: return smpr_[0];
        case SMPR2: return smpr_[1];
        case HTR: return htr_;
        case LTR: return ltr_;
        case JSQR: return jsqr_;
        case DR: return dr_;
        default: return 0;
    }
}

BusReply Adc::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    const std::uint32_t reg = word_offset(offset);
    if (reg >= JOFR1 && reg <= JOFR4) jofr_[(reg - JOFR1) / 4] = value & 0xFFF;
    if (reg >= SQR1 && reg <= SQR3) sqr_[(reg - SQR1) / 4] = value & (reg == SQR1 ? sqr1_bits : sqr_bits);
    switch (reg) {
        case SR: sr_ &= value; break;  // flags are cleared by writing 0
        case CR1: cr1_ = value & cr1_bits; break;
        case CR2: write_control2(fabric, value & cr2_bits); break;
        case SMPR1: smpr_[0] = value & smpr1_bits; break;
        case SMPR2: smpr_[1] = value & smpr2_bits; break;
        case HTR: htr_ = value & 0xFFF; break;
        case LTR: ltr_ = value & 0xFFF; break;
        case JSQR: jsqr_ = value & jsqr_bits; break;
        default: break;
    }
    listen(fabric);
    settle(fabric);
    return {};
}

// 11.12.3: writing ADON again starts, unless another bit changes with it. Its 0 stops everything.
void Adc::write_control2(Fabric& fabric, std::uint32_t value) {
    if (config_.number != 1) value &= ~TSVREFE;
    const std::uint32_t old = cr2_ & ~(SWSTART | JSWSTART);
    const bool on_again = (old & ADON) != 0 && old == value;
    cr2_ = value | (cr2_ & (CAL | RSTCAL));
    calibrate(fabric, value & ~old);
    if ((value & ADON) == 0) {
        converting_.reset();
        regular_waits_ = false;
        rank_ = left_ = injected_rank_ = 0;
        return;
    }
    const bool software = (value & SWSTART) != 0 && (value & EXTTRIG) != 0 && field(value, 19, 17) == software_start;
    if (on_again || software) start_regular(fabric, fabric.now());
    if ((value & JSWSTART) != 0 && (value & JEXTTRIG) != 0 && field(value, 14, 12) == software_start)
        start_injected(fabric, fabric.now());
}

void Adc::calibrate(const Fabric& fabric, std::uint32_t set) {
    if ((set & CAL) != 0) calibrated_at_ = fabric.now() + cycles(fabric, 2 * calibration_cycles);
    if ((set & RSTCAL) != 0) calibration_reset_at_ = fabric.now() + cycles(fabric, 2 * calibration_reset_cycles);
}

// Tables 67 and 69.
std::optional<Trigger> Adc::regular_trigger(const Fabric& fabric) const {
    const unsigned source = field(cr2_, 19, 17);
    if ((cr2_ & (ADON | EXTTRIG)) != (ADON | EXTTRIG) || source == software_start) return std::nullopt;
    if (config_.number == 3) {
        const Trigger triggers[] = {Trigger::compare(3, 1), Trigger::compare(2, 3), Trigger::compare(1, 3),
                                    Trigger::compare(8, 1), Trigger::trgo(8),       Trigger::compare(5, 1),
                                    Trigger::compare(5, 3)};
        return triggers[source];
    }
    const bool tim8 = (fabric.afio_mapr() & etrgreg_remap[config_.number - 1]) != 0;
    const Trigger triggers[] = {Trigger::compare(1, 1),
                                Trigger::compare(1, 2),
                                Trigger::compare(1, 3),
                                Trigger::compare(2, 2),
                                Trigger::trgo(3),
                                Trigger::compare(4, 4),
                                tim8 ? Trigger::trgo(8) : Trigger::exti(11)};
    return triggers[source];
}

// Tables 68 and 70.
std::optional<Trigger> Adc::injected_trigger(const Fabric& fabric) const {
    const unsigned source = field(cr2_, 14, 12);
    if ((cr2_ & (ADON | JEXTTRIG)) != (ADON | JEXTTRIG) || source == software_start) return std::nullopt;
    if (config_.number == 3) {
        const Trigger triggers[] = {Trigger::trgo(1),       Trigger::compare(1, 4), Trigger::compare(4, 3),
                                    Trigger::compare(8, 2), Trigger::compare(8, 4), Trigger::trgo(5),
                                    Trigger::compare(5, 4)};
        return triggers[source];
    }
    const bool tim8 = (fabric.afio_mapr() & etrginj_remap[config_.number - 1]) != 0;
    const Trigger triggers[] = {Trigger::trgo(1),
                                Trigger::compare(1, 4),
                                Trigger::trgo(2),
                                Trigger::compare(2, 1),
                                Trigger::compare(3, 4),
                                Trigger::trgo(4),
                                tim8 ? Trigger::compare(8, 4) : Trigger::exti(15)};
    return triggers[source];
}

void Adc::listen(Fabric& fabric) const {
    std::uint64_t mask = 0;
    for (const auto& wanted : {regular_trigger(fabric), injected_trigger(fabric)})
        if (wanted) mask |= wanted->mask();
    fabric.want_triggers(*this, mask);
}

void Adc::triggered(Fabric& fabric, Trigger source) {
    settle(fabric);
    if (stopped_at_) return;
    if (injected_trigger(fabric) == source) start_injected(fabric, fabric.now());
    if (regular_trigger(fabric) == source) start_regular(fabric, fabric.now());
    settle(fabric);
}

// What was under way when the clock stopped goes on where it was when the clock comes back.
void Adc::clocking_changed(Fabric& fabric) {
    const bool stands_still = fabric.clocks().adc_hz == 0 || !fabric.clocked(*this);
    if (stands_still == stopped_at_.has_value()) return;
    if (stands_still) {
        stopped_at_ = fabric.now();
        return;
    }
    const Picoseconds lost = fabric.now() - *std::exchange(stopped_at_, std::nullopt);
    if (converting_) converting_->until += lost;
    if (calibrated_at_) *calibrated_at_ += lost;
    if (calibration_reset_at_) *calibration_reset_at_ += lost;
    settle(fabric);
}

bool Adc::asks() const {
    return ((cr1_ & EOCIE) != 0 && (sr_ & EOC) != 0) || ((cr1_ & JEOCIE) != 0 && (sr_ & JEOC) != 0) ||
           ((cr1_ & AWDIE) != 0 && (sr_ & AWD) != 0);
}

void Adc::reset(Fabric& fabric, ResetCause) {
    *this = Adc(config_);
    fabric.want_triggers(*this, 0);
    fabric.set_irq(config_.irq, asks());
}

}  // namespace jig::machine
