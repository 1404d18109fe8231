// SPDX-License-Identifier: Apache-2.0
// Time on the chip: the core runs from one appointment to the next; docs/decisions/ says why it is done so.
#include <algorithm>

#include "machine/chip_parts.hpp"

namespace jig::machine {

void ChipParts::run_until(Picoseconds time) {
    while (state_.powered && now_ < time) {
        run_core(std::min(time, next_event()));
        core_state_may_have_changed();
        settle();
        run_due_events();
    }
    if (now_ >= time) return;
    now_ = time;
    time_.hold(now_, core_.cycle());
}

// Brings now_ to `until`, or to where something stopped the core before. The core may end an instruction beyond it.
void ChipParts::run_core(Picoseconds until) {
    if (until <= now_) return;
    if (in_reset() || state_.low_power != LowPower::none) {
        now_ = until;
        time_.hold(now_, core_.cycle());
        return;
    }
    const std::uint64_t target = time_.cycle_at(until);
    state_.stopped_early = false;
    core_running_ = true;
    core_.run(target);
    core_running_ = false;
    if (core_.cycle() >= target) {
        now_ = until;
    } else if (state_.stopped_early) {
        now_ = std::clamp(time_.at_cycle(core_.cycle()), now_, until);
    } else {  // it went into deep sleep
        now_ = std::clamp(time_.at_cycle(core_.cycle()), now_, until);
        enter_deep_sleep();
        if (state_.low_power != LowPower::none || state_.pending_reset) return;
        now_ = until;
        time_.hold(now_, core_.cycle());
    }
}

Picoseconds ChipParts::next_event() const {
    Picoseconds next = std::min(flash_.next_event(), release_at_);
    for (std::size_t i = 0; i < appointments_.size(); ++i)
        if (appointment_counts(i)) next = std::min(next, appointments_[i]);
    return next;
}

void ChipParts::run_due_events() {
    if (flash_.next_event() <= now_) flash_.run_events(*this);
    for (std::size_t i = 0; i < appointments_.size(); ++i) {
        if (appointments_[i] > now_ || !appointment_counts(i)) continue;
        appointments_[i] = never;
        recent_slot_ = i;
        peripheral_slots()[i].device(peripherals_).tick(*this);
    }
    settle();
    if (release_at_ <= now_) release_reset();
}

// Carries out what could not be done in the middle of an access.
void ChipParts::settle() {
    if (state_.power_cut) cut_power();
    if (state_.pending_reset && state_.powered) reset(*state_.pending_reset);
    if (state_.remap) map_windows();
}

void ChipParts::interrupt_core() {
    if (!core_running_) return;
    state_.stopped_early = true;
    core_.stop_at(core_.cycle());
}

}  // namespace jig::machine
