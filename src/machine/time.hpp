// SPDX-License-Identifier: Apache-2.0
// Time on the chip.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

namespace jig::machine {

// 106 days fit; the 72 MHz period is rounded to 13889 ps, far inside any crystal's tolerance.
using Picoseconds = std::chrono::duration<std::int64_t, std::pico>;

}  // namespace jig::machine
