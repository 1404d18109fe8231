// SPDX-License-Identifier: Apache-2.0
// How long an F103's flash may take, DS5792 table 29 (the same in DS5319 and DocID15060): the longest, for deadlines.
#pragma once

#include "base/clock.hpp"

namespace jig::probe::uart_bootloader {

inline constexpr Duration longest_half_word = std::chrono::microseconds(70);
inline constexpr Duration longest_erase = std::chrono::milliseconds(40);  // of a page, and of all of them

}  // namespace jig::probe::uart_bootloader
