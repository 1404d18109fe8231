// SPDX-License-Identifier: Apache-2.0
// SWCLK and SWDIO as lines that a program moves: bits out, bits in, and whose turn it is.
#pragma once

#include <cstdint>
#include <memory>

#include "port/ports.hpp"

namespace jig::probe::gpio_swd {

// The places of the lines in the list they were opened with.
enum Line : std::size_t { swclk = 0, swdio = 1, nrst = 2 };

class SwdPins {
 public:
    SwdPins(std::unique_ptr<port::GpioLines> lines, Clock& clock) : lines_(std::move(lines)), clock_(clock) {}

    // Each half of a clock cycle takes at least so long.
    void set_half_period(Duration half_period) { half_period_ = half_period; }
    // The lowest bit first; SWDIO is driven.
    Result<void> write(std::uint32_t value, unsigned bits);
    // The first bit lowest; SWDIO has been let go.
    Result<std::uint32_t> read(unsigned bits);
    // A cycle in which nobody drives SWDIO, before the target's turn and after it.
    Result<void> turn_to_target();
    Result<void> turn_to_host();

    Result<void> set_nrst(bool low) { return lines_->drive(nrst, !low); }
    [[nodiscard]] Clock& clock() { return clock_; }

 private:
    // From low to high and back: the target samples and changes SWDIO at the rising edge.
    Result<void> cycle();
    void wait();

    std::unique_ptr<port::GpioLines> lines_;
    Clock& clock_;
    Duration half_period_{0};
};

}  // namespace jig::probe::gpio_swd
