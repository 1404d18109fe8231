// SPDX-License-Identifier: Apache-2.0
// The clock line of one probe: its frequency, and the board time that its cycles cost.
#pragma once

#include "bench/debug_port/debug_bus.hpp"
#include "bench/time/board_time.hpp"
#include "bench/time/probe_timing.hpp"

namespace jig::bench {

class WireClock final : public WireTime {
 public:
    WireClock(BoardTime& time, std::uint32_t khz) : time_(&time) { set_khz(khz); }

    void pass(std::uint64_t clock_cycles) override {
        time_->advance(period_ * static_cast<std::int64_t>(clock_cycles));
    }
    void set_khz(std::uint32_t khz) { period_ = clock_period(khz); }
    void set_hz(std::uint32_t hz) { period_ = machine::Picoseconds(1'000'000'000'000 / std::int64_t{hz}); }
    [[nodiscard]] machine::Picoseconds period() const { return period_; }

 private:
    BoardTime* time_;
    machine::Picoseconds period_{0};
};

}  // namespace jig::bench
