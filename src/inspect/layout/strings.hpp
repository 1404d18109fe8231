// SPDX-License-Identifier: Apache-2.0
// Text in flash: what a firmware says about itself, and what makes a differing field readable.
#pragma once

#include <string>
#include <vector>

#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct FlashString {
    AddressRange range;  // without what ends it
    std::string text;
};

// Runs of printable ASCII, at least `least` characters, ended by 0x00, 0xFF or the end of the flash: compilers' strings
// and padded text fields, not the letters that occur in code.
[[nodiscard]] std::vector<FlashString> find_strings(const FlashView& flash, std::uint32_t least);

[[nodiscard]] bool is_printable(std::uint8_t byte);

}  // namespace jig::inspect
