// SPDX-License-Identifier: Apache-2.0
// SWCLK and TCK of a Raspberry Pi Debug Probe: a PIO state machine that takes four of its cycles for one of the clock,
// from 125 MHz divided by a whole number of 16 bits (debugprobe, probe.pio and probe_set_swclk_freq(); RP2040 datasheet
// 2.15 and 3.5.5). A clock that no divisor gives becomes the next slower one.
#pragma once

#include <algorithm>
#include <cstdint>

namespace jig::bench {

inline constexpr std::uint32_t dap_fastest_hz = 125'000'000 / 4;
inline constexpr std::uint32_t dap_default_hz = 1'000'000;
inline constexpr std::uint32_t dap_largest_divisor = 65535;

// `asked_hz` is not 0.
[[nodiscard]] constexpr std::uint32_t dap_clock_hz(std::uint32_t asked_hz) {
    const std::uint32_t divisor = dap_fastest_hz / asked_hz + (dap_fastest_hz % asked_hz != 0 ? 1 : 0);
    return dap_fastest_hz / std::clamp(divisor, std::uint32_t{1}, dap_largest_divisor);
}

}  // namespace jig::bench
