// SPDX-License-Identifier: Apache-2.0
// The chip's pads by port and number.
#pragma once

#include <compare>
#include <cstdint>

namespace jig::machine {

enum class Level : std::uint8_t { low, high, floating };

struct Pin {
    char port = 'A';          // 'A'..'G'
    std::uint8_t number = 0;  // 0..15
    friend constexpr auto operator<=>(const Pin&, const Pin&) = default;
};

}  // namespace jig::machine
