// SPDX-License-Identifier: Apache-2.0
// The time-base unit of a timer, RM0008 section 15.3.1: prescaler, counter, auto-reload and compare, worked out from
// time when somebody looks. It knows no registers, flags or interrupts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/time.hpp"

namespace jig::machine {

// What happened while time went by: each at least once.
struct TimerEvents {
    bool update = false;
    bool wrapped = false;       // a round ended, with an update or without
    std::uint32_t matches = 0;  // bit n: compare channel n + 1 sets its flag
    std::uint32_t reached = 0;  // its value was reached, in either direction
    std::uint32_t odd = 0;      // an odd number of times: what toggles stays toggled

    [[nodiscard]] bool any() const { return update || wrapped || matches != 0 || reached != 0; }
    void add(const TimerEvents& other) {
        update = update || other.update;
        wrapped = wrapped || other.wrapped;
        matches |= other.matches;
        reached |= other.reached;
        odd ^= other.odd;
    }
};

class TimerCounter {
 public:
    // The counter's clock: one period, or nothing while it stands still (CEN = 0, RCC, a halted core).
    void set_clock(Picoseconds now, std::optional<Picoseconds> period);
    // Brings the counter to `now`. Whoever changes anything else here has brought it there first.
    TimerEvents run_to(Picoseconds now);
    // EGR.UG: the counter starts anew and preloaded values take effect, unless updates are disabled.
    TimerEvents update_by_software(Picoseconds now);
    // One edge of an external clock, while there is no internal one; `up` where an encoder says the direction.
    TimerEvents external_edge(std::optional<bool> up = {});
    void set_value(std::uint32_t value) { value_ = value; }
    // A register was written: values without preload take effect at once.
    void load_unbuffered();

    [[nodiscard]] std::uint32_t value() const { return value_; }
    // The compare value in force, behind the preload.
    [[nodiscard]] std::uint32_t compare_value(unsigned channel) const { return ccr_[channel]; }
    // How long one round takes; nothing while it stands still.
    [[nodiscard]] std::optional<Picoseconds> round_time() const;
    // One-pulse mode has stopped the counter since the last set_clock().
    [[nodiscard]] bool stopped_itself() const { return stopped_itself_; }
    // When the counter next overflows, changes, or may match `channel`; nothing while it stands still.
    [[nodiscard]] std::optional<Picoseconds> next_overflow() const;
    [[nodiscard]] std::optional<Picoseconds> next_step() const;
    [[nodiscard]] std::optional<Picoseconds> next_match(unsigned channel) const;

    // As the registers were written; the preloaded ones take effect at an update event.
    std::uint32_t psc = 0;
    std::uint32_t arr = 0xFFFF;
    std::uint32_t rcr = 0;
    std::array<std::uint32_t, 4> ccr{};
    std::array<bool, 4> ccr_preload{};  // OCxPE
    bool arr_preload = false;           // ARPE
    bool down = false;                  // DIR; the counter turns it itself while centre is not 0
    unsigned centre = 0;                // CMS
    bool one_pulse = false;             // OPM
    bool updates_disabled = false;      // UDIS

 private:
    [[nodiscard]] Picoseconds step() const { return *period_ * (std::int64_t{psc_} + 1); }
    [[nodiscard]] bool counting() const { return period_ && arr_ != 0; }  // 15.4.12: blocked while ARR is 0
    [[nodiscard]] bool preloads_settled() const { return psc_ == psc && arr_ == arr && ccr_ == ccr; }
    [[nodiscard]] std::int64_t steps_to_overflow() const;
    [[nodiscard]] std::int64_t steps_per_round() const;
    [[nodiscard]] TimerEvents compare(std::int64_t low, std::int64_t high) const;
    TimerEvents walk(std::int64_t steps);
    TimerEvents overflow();
    TimerEvents skip_whole_rounds(Picoseconds now);
    void load_all();

    std::uint32_t value_ = 0;
    std::uint32_t psc_ = 0;
    std::uint32_t arr_ = 0xFFFF;
    std::array<std::uint32_t, 4> ccr_{};
    std::uint32_t rounds_left_ = 0;  // overflows before the next update, RCR
    std::optional<Picoseconds> period_;
    Picoseconds at_{0};                 // value_ became what it is then
    std::int64_t prescaler_ticks_ = 0;  // of a stopped counter: how far its prescaler has come
    bool stopped_itself_ = false;
};

}  // namespace jig::machine
