// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/speed.hpp"

namespace jig::wire::stlink {
namespace {

// Fastest first, as measured by those who wrote OpenOCD's table.
constexpr Divisor divisors[] = {
    {4000, 0}, {1800, 1}, {1200, 2}, {950, 3},  {480, 7},  {240, 15},
    {125, 31}, {100, 40}, {50, 79},  {25, 158}, {15, 265}, {5, 798},
};

}  // namespace

Divisor nearest_divisor(std::uint32_t khz) {
    for (const Divisor& divisor : divisors) {
        if (divisor.khz <= khz) return divisor;
    }
    return divisors[std::size(divisors) - 1];
}

std::optional<std::uint32_t> nearest_frequency(std::span<const std::uint32_t> khz_list, std::uint32_t khz) {
    std::optional<std::uint32_t> best;
    std::optional<std::uint32_t> slowest;
    for (const std::uint32_t candidate : khz_list) {
        if (candidate == 0) continue;
        if (!slowest || candidate < *slowest) slowest = candidate;
        if (candidate <= khz && (!best || candidate > *best)) best = candidate;
    }
    return best ? best : slowest;
}

}  // namespace jig::wire::stlink
