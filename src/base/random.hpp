// SPDX-License-Identifier: Apache-2.0
// Numbers from a seed: the same seed gives the same faults on every machine.
#pragma once

#include <cstdint>

namespace jig {

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): tiny state, every seed good, no platform's library in between.
class Random {
 public:
    explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    // Uniform in [0, bound); bound > 0. The bias of the multiply is below 2^-32 for any 32-bit bound.
    constexpr std::uint32_t below(std::uint32_t bound) {
        return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
    }
    // True with the given probability.
    constexpr bool chance(double probability) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability; }

 private:
    std::uint64_t state_;
};

}  // namespace jig
