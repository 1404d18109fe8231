// SPDX-License-Identifier: Apache-2.0
// EXTI registers, RM0008 section 10.3. Lines 16 (PVD) and 18 (USB wakeup) have no source here but software.
#include "machine/peripherals/exti.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t IMR = 0x00, EMR = 0x04, RTSR = 0x08, FTSR = 0x0C, SWIER = 0x10, PR = 0x14;
constexpr std::uint32_t lines = 0x7FFFF;  // line 19 exists in connectivity line devices only

struct IrqOfLines {
    unsigned position;
    std::uint32_t mask;
};
// RM0008 Table 63, vector table.
constexpr IrqOfLines irqs[] = {
    {6, bit(0)},  {7, bit(1)},  {8, bit(2)},  {9, bit(3)},   {10, bit(4)},
    {23, 0x03E0}, {40, 0xFC00}, {1, bit(16)}, {41, bit(17)}, {42, bit(18)},
};

// The lines that may start the DAC (12.3.6) and the regular and injected conversions of an ADC (11.7).
constexpr unsigned converter_lines[] = {9, 11, 15};

}  // namespace

BusReply Exti::read(Fabric&, std::uint32_t offset, Width) {
    switch (word_offset(offset)) {
        case IMR: return {.value = imr_};
        case EMR: return {.value = emr_};
        case RTSR: return {.value = rtsr_};
        case FTSR: return {.value = ftsr_};
        case SWIER: return {.value = swier_};
        case PR: return {.value = pr_};
        default: return {};
    }
}

BusReply Exti::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    value &= lines;
    switch (word_offset(offset)) {
        case IMR: imr_ = value; break;
        case EMR: emr_ = value; break;
        case RTSR:
        case FTSR:
            (word_offset(offset) == RTSR ? rtsr_ : ftsr_) = value;
            levels_ = sample(fabric);  // an edge during the write itself is not seen, 10.3.3
            break;
        case SWIER: {
            const std::uint32_t rising = value & ~swier_;
            swier_ |= value;
            trigger(fabric, rising);
            break;
        }
        case PR:
            pr_ &= ~value;
            swier_ &= ~value;  // 10.3.5: cleared through EXTI_PR
            break;
        default: break;
    }
    update_irqs(fabric);
    return {};
}

void Exti::reset(Fabric& fabric, ResetCause) {
    *this = Exti();
    update_irqs(fabric);
}

std::uint32_t Exti::sample(const Fabric& fabric) const {
    std::uint32_t levels = 0;
    for (unsigned line = 0; line < 16; ++line) {
        const char port = fabric.exti_port(line);
        if (port < 'A' || port > 'G') continue;
        if (fabric.pad_is_high({port, static_cast<std::uint8_t>(line)})) levels |= bit(line);
    }
    return levels;
}

void Exti::pads_changed(Fabric& fabric) {
    if ((rtsr_ | ftsr_) == 0) return;
    const std::uint32_t now = sample(fabric);
    const std::uint32_t rising = now & ~levels_ & rtsr_;
    const std::uint32_t falling = ~now & levels_ & ftsr_;
    levels_ = now;
    if ((rising | falling) == 0) return;
    trigger(fabric, rising | falling);
    update_irqs(fabric);
}

void Exti::pulse(Fabric& fabric, unsigned line) {
    const std::uint32_t triggered = (rtsr_ | ftsr_) & bit(line);
    if (triggered == 0) return;
    trigger(fabric, triggered);
    update_irqs(fabric);
}

// Figure 20: pending is set whatever IMR says; an unmasked event is a pulse, kept nowhere.
void Exti::trigger(Fabric& fabric, std::uint32_t triggered) {
    pr_ |= triggered;
    if ((triggered & emr_) != 0) fabric.send_event();
    for (const unsigned line : converter_lines)
        if ((triggered & bit(line)) != 0) fabric.trigger(Trigger::exti(line));
}

void Exti::update_irqs(Fabric& fabric) const {
    const std::uint32_t asking = pr_ & imr_;
    for (const IrqOfLines& irq : irqs) fabric.set_irq(irq.position, (asking & irq.mask) != 0);
}

}  // namespace jig::machine
