// SPDX-License-Identifier: Apache-2.0
// Small helpers of every register model: bits, masked writes, byte lanes, and clock periods.
#pragma once

#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

[[nodiscard]] constexpr std::uint32_t bit(unsigned number) { return std::uint32_t{1} << number; }
[[nodiscard]] constexpr std::uint32_t field(std::uint32_t value, unsigned high, unsigned low) {
    return (value >> low) & ((std::uint32_t{2} << (high - low)) - 1);
}
// `old` with the bits of `mask` taken from `value`.
[[nodiscard]] constexpr std::uint32_t replaced(std::uint32_t old, std::uint32_t value, std::uint32_t mask) {
    return (old & ~mask) | (value & mask);
}

// The word of a block that an access at `offset` touches.
[[nodiscard]] constexpr std::uint32_t word_offset(std::uint32_t offset) { return offset & ~std::uint32_t{3}; }

// An AHB slave sees byte lanes: the word that results when `width` at `offset` is written into `old`.
[[nodiscard]] constexpr std::uint32_t lanes_written(std::uint32_t old, std::uint32_t offset, Width width,
                                                    std::uint32_t value) {
    if (width == Width::word) return value;
    const unsigned shift = (offset & 3) * 8;
    const std::uint32_t lanes = (width == Width::byte ? 0xFFu : 0xFFFFu) << shift;
    return replaced(old, value << shift, lanes);
}
// What a read of `width` at `offset` sees of `word`, right-aligned.
[[nodiscard]] constexpr std::uint32_t lanes_read(std::uint32_t word, std::uint32_t offset, Width width) {
    if (width == Width::word) return word;
    return (word >> ((offset & 3) * 8)) & (width == Width::byte ? 0xFFu : 0xFFFFu);
}

// One period of a clock derived from HCLK, rounded the way the core's cycles are, so that a timer never slips against
// the cycle counter. `hz` must not be 0.
[[nodiscard]] constexpr Picoseconds period_of(std::uint32_t hz, const ClockTree& clocks) {
    constexpr std::int64_t second = 1'000'000'000'000;
    const auto rounded = [](std::int64_t f) { return Picoseconds{(second + f / 2) / f}; };
    if (hz != 0 && clocks.hclk_hz != 0 && clocks.hclk_hz % hz == 0)
        return rounded(clocks.hclk_hz) * (clocks.hclk_hz / hz);
    return rounded(hz);
}

}  // namespace jig::machine
