// SPDX-License-Identifier: Apache-2.0
#include "board/table_values.hpp"

namespace jig::board {

std::optional<machine::Pin> parse_pin(std::string_view text) {
    if (text.size() < 3 || text.size() > 4 || text[0] != 'P' || text[1] < 'A' || text[1] > 'G') return std::nullopt;
    const auto number = parse_number(text.substr(2));
    if (!number || *number > 15 || (text.size() == 4 && *number < 10)) return std::nullopt;
    return machine::Pin{text[1], static_cast<std::uint8_t>(*number)};
}

}  // namespace jig::board
