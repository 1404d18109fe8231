// SPDX-License-Identifier: Apache-2.0
// The SWD clocks an ST-Link can make: a fixed table of divisors on V2, a list the probe tells on V3.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace jig::wire::stlink {

struct Divisor {
    std::uint32_t khz;
    std::uint16_t divisor;
};

// What V2 firmware uses when nothing is set, and all that it has before V2J22.
inline constexpr std::uint32_t default_khz = 1800;

// The fastest V2 clock that is not above `khz`, or the slowest there is.
[[nodiscard]] Divisor nearest_divisor(std::uint32_t khz);
// The same in a V3's list, which may be in any order. Nothing when the list holds no clock.
[[nodiscard]] std::optional<std::uint32_t> nearest_frequency(std::span<const std::uint32_t> khz_list,
                                                             std::uint32_t khz);

}  // namespace jig::wire::stlink
