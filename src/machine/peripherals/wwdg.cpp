// SPDX-License-Identifier: Apache-2.0
// WWDG registers, RM0008 section 20.6. The counter is free-running, enabled or not, as 20.3 says; its prescaler's phase
// is that of the clock's start.
#include "machine/peripherals/wwdg.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR = 0x00, CFR = 0x04, SR = 0x08;
constexpr std::uint32_t WDGA = bit(7), EWI = bit(9), T = 0x7F, W = 0x7F, T6 = bit(6);
constexpr std::uint32_t DBG_WWDG_STOP = bit(9);
constexpr std::uint32_t early_wakeup = 0x40;
constexpr unsigned irq = 0;
constexpr std::int64_t divider = 4096;

}  // namespace

BusReply Wwdg::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    if (pclk_) fabric.nothing_changes_until(at_ + step());
    switch (word_offset(offset)) {
        case CR: return {.value = (WDGA_ ? WDGA : 0) | t_};
        case CFR: return {.value = cfr_};
        case SR: return {.value = EWIF_ ? 1u : 0u};
        default: return {};
    }
}

BusReply Wwdg::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    switch (word_offset(offset)) {
        case CR: write_control(fabric, value); break;
        case CFR: cfr_ = (value & 0x3FF) | (cfr_ & EWI); break;  // EWI is cleared by a reset only
        case SR: EWIF_ = EWIF_ && (value & 1) != 0; break;
        default: break;
    }
    settle(fabric);
    return {};
}

// 20.3: a reload above the window resets, and so does a value without T6.
void Wwdg::write_control(Fabric& fabric, std::uint32_t value) {
    const bool too_early = WDGA_ && t_ > (cfr_ & W);
    WDGA_ = WDGA_ || (value & WDGA) != 0;
    t_ = value & T;
    if (WDGA_ && (too_early || (t_ & T6) == 0)) fabric.request_reset(ResetCause::window_watchdog);
}

Picoseconds Wwdg::step() const { return *pclk_ * (divider << field(cfr_, 8, 7)); }

void Wwdg::count(Fabric& fabric, std::int64_t steps) {
    const auto passed = [this, steps](std::uint32_t value) { return ((t_ - value - 1) & T) < steps; };
    if (passed(early_wakeup)) EWIF_ = true;
    if (WDGA_ && passed(early_wakeup - 1)) fabric.request_reset(ResetCause::window_watchdog);
    t_ = (t_ - static_cast<std::uint32_t>(steps % (T + 1))) & T;
}

void Wwdg::settle(Fabric& fabric) {
    if (pclk_) {
        const std::int64_t steps = (fabric.now() - at_) / step();
        at_ += steps * step();
        if (steps > 0) count(fabric, steps);
    }
    const bool frozen = fabric.core_halted() && (fabric.dbgmcu_cr() & DBG_WWDG_STOP) != 0;
    const std::uint32_t hz = fabric.clocked(*this) && !frozen ? fabric.clocks().pclk1_hz : 0;
    const auto period = hz != 0 ? std::optional(period_of(hz, fabric.clocks())) : std::nullopt;
    if (period != pclk_) at_ = fabric.now();
    pclk_ = period;
    fabric.set_irq(irq, EWIF_ && (cfr_ & EWI) != 0);
    plan(fabric);
}

// An interrupt or the reset, whichever somebody waits for.
void Wwdg::plan(Fabric& fabric) const {
    if (!pclk_) return;
    const auto steps_to = [this](std::uint32_t value) { return std::int64_t{(t_ - value - 1) & T} + 1; };
    if (!EWIF_ && (cfr_ & EWI) != 0)
        fabric.wake_at(*this, at_ + steps_to(early_wakeup) * step());
    else if (WDGA_)
        fabric.wake_at(*this, at_ + steps_to(early_wakeup - 1) * step());
}

void Wwdg::reset(Fabric& fabric, ResetCause) {
    *this = Wwdg();
    fabric.set_irq(irq, false);
}

}  // namespace jig::machine
