// SPDX-License-Identifier: Apache-2.0
// A rate of the model beside one that was measured on hardware and published.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "machine/chip.hpp"

namespace jig::bench::testing {

[[nodiscard]] inline double kib_per_second(std::size_t bytes, machine::Picoseconds time) {
    return static_cast<double>(bytes) / 1024.0 / (static_cast<double>(time.count()) * 1e-12);
}

// Prints both; a deviation over 15 % is a defect of the bench.
inline void expect_published_rate(const char* what, double rate, double published) {
    const double deviation = rate / published - 1;
    fmt::print("{:44} {:6.1f} KiB/s, published {:6.1f}, deviation {:+.1f} %\n", what, rate, published, 100 * deviation);
    EXPECT_LT(std::abs(deviation), 0.15) << what;
}

}  // namespace jig::bench::testing
