// SPDX-License-Identifier: Apache-2.0
// One place of the flash from close by: a strip of its neighbourhood, and its bytes on both boards.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/places.hpp"

namespace jig::inspect {

// More bytes are not printed: a report is no way to hand a firmware on.
inline constexpr std::uint32_t most_bytes_shown = 32;

[[nodiscard]] Html close_look(const Place& place, std::size_t number, const Case& the_case);

}  // namespace jig::inspect
