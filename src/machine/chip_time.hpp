// SPDX-License-Identifier: Apache-2.0
// How the core's cycles lie in time while HCLK changes or stands still.
#pragma once

#include <cstdint>

#include "machine/time.hpp"

namespace jig::machine {

class ChipTime {
 public:
    // Core cycle `cycle` is at `time`, and cycles follow at this rate; 0: they stand still.
    void anchor(Picoseconds time, std::uint64_t cycle, std::uint32_t hclk_hz) {
        time_ = time;
        cycle_ = cycle;
        constexpr std::int64_t second = 1'000'000'000'000;
        period_ = hclk_hz == 0 ? 0 : (second + hclk_hz / 2) / hclk_hz;
    }
    // The core has not moved although time has: `cycle` is at `time` now.
    void hold(Picoseconds time, std::uint64_t cycle) {
        time_ = time;
        cycle_ = cycle;
    }

    [[nodiscard]] bool runs() const { return period_ != 0; }
    [[nodiscard]] Picoseconds at_cycle(std::uint64_t cycle) const {
        return time_ + Picoseconds{static_cast<std::int64_t>(cycle - cycle_) * period_};
    }
    // The first cycle at or after `time`; HCLK must run.
    [[nodiscard]] std::uint64_t cycle_at(Picoseconds time) const {
        if (time <= time_) return cycle_;
        return cycle_ + static_cast<std::uint64_t>(((time - time_).count() + period_ - 1) / period_);
    }

 private:
    Picoseconds time_{0};
    std::uint64_t cycle_ = 0;
    std::int64_t period_ = 125'000;
};

}  // namespace jig::machine
