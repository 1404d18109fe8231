// SPDX-License-Identifier: Apache-2.0
// Stop and Standby, RM0008 5.3, as far as firmware and a debugger can tell: who may enter, what wakes, and that nobody
// reaches the chip meanwhile.
#include "machine/chip_parts.hpp"

namespace jig::machine {

namespace {

// RM0008 31.16.3: DBGMCU_CR.
constexpr std::uint32_t DBG_STOP = 1U << 1;
constexpr std::uint32_t DBG_STANDBY = 1U << 2;

constexpr Pin wkup{'A', 0};
constexpr unsigned rtc_alarm_line = 17;

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
    set_clocks(clocks_in_stop(peripherals_, backup()));
    if (standby) enter_standby();
}

// SRAM and all pads are lost, but for WKUP, which EWUP pulls down.
void ChipParts::enter_standby() {
    note_standby(peripherals_);
    pads_.power_off(now_);
    if (wakeup_pin_enabled(peripherals_)) pads_.drive(wkup, Level::floating, Level::low, now_);
    fill_sram();
    if (wakeup_flag(peripherals_)) request_reset(ResetCause::wakeup);
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

void ChipParts::pulse_exti(unsigned line) {
    if (line == rtc_alarm_line) wakeup_event();
    pulse_exti_of(peripherals_, *this, line);
}

// The board has changed a pad's level.
void ChipParts::look_at_wakeup_pin(Pin pin) {
    if (pin == wkup && pads_.is_high(pin) && wakeup_pin_enabled(peripherals_)) wakeup_event();
}

// RM0008 5.3.5: WKUP's rising edge and an RTC alarm end Standby without EXTI; the chip starts as after a reset, with
// SBF and WUF to tell.
void ChipParts::wakeup_event() {
    note_wakeup_event(peripherals_);
    if (state_.low_power == LowPower::standby) request_reset(ResetCause::wakeup);
}

}  // namespace jig::machine
