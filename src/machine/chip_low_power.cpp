// SPDX-License-Identifier: Apache-2.0
// Stop and Standby, RM0008 5.3, as far as firmware and a debugger can tell: who may enter, what wakes, and that nobody
// reaches the chip meanwhile.
#include <utility>

#include "machine/chip_parts.hpp"

namespace jig::machine {

namespace {

// RM0008 31.16.3: DBGMCU_CR.
constexpr std::uint32_t DBG_STOP = 1U << 1;
constexpr std::uint32_t DBG_STANDBY = 1U << 2;

constexpr Pin wkup{'A', 0};

}  // namespace

// The core sleeps with SLEEPDEEP set. With DBGMCU_CR's bit for the mode HCLK goes on and a debugger stays connected, so
// that this is a sleep like any other; an operation of the flash is finished first (RM0008 5.3.4).
void ChipParts::enter_deep_sleep() {
    const bool standby = deep_sleep_is_standby(peripherals_);
    const LoadedOptions& options = flash_.options();
    if (flash_.busy()) return;
    if (!(standby ? options.nrst_stdby() : options.nrst_stop())) return request_reset(ResetCause::low_power);
    if ((dbgmcu_cr() & (standby ? DBG_STANDBY : DBG_STOP)) != 0) return;
    state_.low_power = standby ? LowPower::standby : LowPower::stop;
    if (!standby) return stop_clocks();
    pads_.power_off(now_);
    fill_sram();
}

// Everything that counts HCLK or a clock made from it stands still; LSI and LSE go on.
void ChipParts::stop_clocks() {
    set_clocks({.sysclk_hz = 0,
                .hclk_hz = 0,
                .pclk1_hz = 0,
                .pclk2_hz = 0,
                .timer1_hz = 0,
                .timer2_hz = 0,
                .lsi_hz = clocks_.lsi_hz,
                .lse_hz = clocks_.lse_hz});
}

bool ChipParts::appointment_counts(std::size_t slot) const {
    return state_.low_power == LowPower::none || runs_in_low_power(peripheral_slots()[slot]);
}

// RM0008 5.3.4: any EXTI line ends Stop; SYSCLK comes from the HSI again.
void ChipParts::wake_from_stop() {
    if (state_.low_power != LowPower::stop) return;
    state_.low_power = LowPower::none;
    return_to_hsi(peripherals_, *this);
}

// RM0008 5.3.5: a rising edge on WKUP, nRST or the watchdog; the chip starts as after a reset, with SBF to tell.
void ChipParts::wake_from_standby(Pin pin) {
    const bool wakes =
        state_.low_power == LowPower::standby && pin == wkup && pads_.is_high(pin) && wakeup_pin_enabled(peripherals_);
    if (wakes) request_reset(ResetCause::wakeup);
}

// Says whether it was Standby.
bool ChipParts::end_low_power() { return std::exchange(state_.low_power, LowPower::none) == LowPower::standby; }

}  // namespace jig::machine
