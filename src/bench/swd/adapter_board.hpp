// SPDX-License-Identifier: Apache-2.0
// What an adapter that moves single bits can do to its board besides moving them.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "bench/debug_port/debug_bus.hpp"

namespace jig::bench {

class AdapterBoard : public WireTime {
 public:
    // Drives nRST low or lets it go; without effect on a board where the line is not wired.
    virtual void set_nrst(bool low) = 0;
    // The frequency of the cycles passed from now on.
    virtual void set_clock_hz(std::uint32_t hz) = 0;
    // Time passes without a clock.
    virtual void sleep(Duration duration) = 0;
};

}  // namespace jig::bench
