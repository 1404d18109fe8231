// SPDX-License-Identifier: Apache-2.0
// The clock line of one probe: its frequency, and the board time that its cycles cost.
#pragma once

#include "bench/debug_port/debug_bus.hpp"
#include "bench/time/board_clock.hpp"
#include "bench/time/probe_timing.hpp"

namespace jig::bench {

class WireClock final : public WireTime {
 public:
    WireClock(BoardClock& clock, std::uint32_t khz) : clock_(&clock) { set_khz(khz); }

    void pass(std::uint64_t clock_cycles) override {
        clock_->advance(period_ * static_cast<std::int64_t>(clock_cycles));
    }
    void set_khz(std::uint32_t khz) { period_ = clock_period(khz); }
    [[nodiscard]] machine::Picoseconds period() const { return period_; }

 private:
    BoardClock* clock_;
    machine::Picoseconds period_{0};
};

}  // namespace jig::bench
