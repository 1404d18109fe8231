// SPDX-License-Identifier: Apache-2.0
// Power, resets by cause, and the start from the memory that the boot pins choose (RM0008 3.4 and 7.1).
#include <algorithm>
#include <cstring>

#include "base/random.hpp"
#include "machine/chip_parts.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t sram_base = 0x20000000;

// DS5792 5.3.3, t_RSTTEMPO typical: how long a power-on reset lasts once VDD is there.
constexpr Picoseconds power_on_reset_time = std::chrono::microseconds{2500};
// RM0008 7.1.1: the pulse generator holds a reset from inside for at least 20 us.
constexpr Picoseconds internal_reset_time = std::chrono::microseconds{20};
// After nRST has risen the HSI starts: DS5792 5.3.7, t_su(HSI) maximum.
constexpr Picoseconds start_time = std::chrono::microseconds{2};

Picoseconds reset_time(ResetCause cause) {
    switch (cause) {
        case ResetCause::power_on: return power_on_reset_time;
        case ResetCause::pin: return start_time;
        case ResetCause::software:
        case ResetCause::independent_watchdog:
        case ResetCause::window_watchdog:
        case ResetCause::low_power:
        case ResetCause::wakeup: return internal_reset_time;
    }
    return internal_reset_time;
}

}  // namespace

void ChipParts::power_on() {
    if (state_.powered) return;
    state_.powered = true;
    state_.power_cut = false;
    state_.resets = 0;
    unmodelled_.clear();
    faults_.clear();
    poll_answers_.clear();
    fill_sram();
    flash_contents_changed(0, config_.flash_bytes);  // the owner of the storage may have, while there was no power
    core_.power_on_reset();
    reset(ResetCause::power_on);
    state_.resets = 0;
    state_.last_reset.reset();
}

void ChipParts::power_off() {
    if (!state_.powered) return;
    flash_.power_off(*this);
    cut_power();
}

void ChipParts::cut_power() {
    state_.power_cut = false;
    state_.powered = false;
    state_.low_power = LowPower::none;
    set_clocks(clocks_on_battery(peripherals_, backup()));
    state_.pending_reset.reset();
    release_at_ = never;
    std::ranges::fill(appointments_, never);
    pads_.power_off(now_);
    core_.power_on_reset();
}

// SRAM comes up with whatever its cells fall into: noise, the same for the same seed.
void ChipParts::fill_sram() {
    Random random(seed_);
    for (std::size_t at = 0; at + 8 <= sram_.size(); at += 8) {
        const std::uint64_t word = random.next();
        std::memcpy(sram_.data() + at, &word, sizeof word);
    }
    core_.code_changed(sram_base, config_.sram_bytes);
}

void ChipParts::set_nrst(bool low) {
    if (state_.nrst_low == low) return;
    state_.nrst_low = low;
    if (!state_.powered) return;
    if (low)
        reset(ResetCause::pin);
    else
        release_at_ = now_ + start_time;
}

void ChipParts::reset(ResetCause cause) {
    state_.pending_reset.reset();
    ++state_.resets;
    state_.last_reset = cause;
    state_.low_power = LowPower::none;
    std::ranges::fill(appointments_, never);
    const bool debugger = state_.debug_power || core_.debug_enabled();
    if (cause != ResetCause::power_on) core_.system_reset();
    flash_.reset(*this, cause == ResetCause::power_on, debugger);
    set_hardware_watchdog(peripherals_, !flash_.options().wdg_sw());
    set_clocks(ClockTree{.lse_hz = clocks_.lse_hz, .rtc_hz = clocks_.rtc_hz});
    for (const PeripheralSlot& slot : peripheral_slots()) slot.device(peripherals_).reset(*this, cause);
    release_at_ = state_.nrst_low ? never : now_ + reset_time(cause);
    map_windows();
}

void ChipParts::release_reset() {
    release_at_ = never;
    state_.boot = boot_mode();
    state_.boot_bank2 = state_.boot == BootMode::main_flash && flash_.starts_bank2();
    map_windows();
    time_.hold(now_, core_.cycle());
    core_.release_reset();
    core_state_may_have_changed();
}

BootMode ChipParts::boot_mode() const {
    if (!state_.boot0_high) return BootMode::main_flash;
    return state_.boot1_high ? BootMode::sram : BootMode::system_memory;
}

}  // namespace jig::machine
