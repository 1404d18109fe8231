// SPDX-License-Identifier: Apache-2.0
#include "board/table_values.hpp"

#include "machine/chip.hpp"

namespace jig::board {

std::optional<machine::Pin> parse_pin(std::string_view text) {
    if (text.size() < 3 || text.size() > 4 || text[0] != 'P' || text[1] < 'A' || text[1] > 'G') return std::nullopt;
    const auto number = parse_number(text.substr(2));
    if (!number || *number > 15 || (text.size() == 4 && *number < 10)) return std::nullopt;
    return machine::Pin{text[1], static_cast<std::uint8_t>(*number)};
}

std::optional<unsigned> parse_voltage(std::string_view text) {
    if (!text.ends_with('V')) return std::nullopt;
    text.remove_suffix(1);
    const std::string_view whole = text.substr(0, text.find('.'));
    std::string_view part = text.substr(std::min(text.size(), whole.size() + 1));
    const auto digits = [](std::string_view word) {
        return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (whole.size() != 1 || part.size() > 3 || text.ends_with('.') || !digits(whole) || !digits(part))
        return std::nullopt;
    unsigned millivolts = static_cast<unsigned>(whole[0] - '0');
    for (std::size_t i = 0; i < 3; ++i)
        millivolts = 10 * millivolts + (i < part.size() ? static_cast<unsigned>(part[i] - '0') : 0);
    return millivolts <= machine::vdda_millivolts ? std::optional(millivolts) : std::nullopt;
}

}  // namespace jig::board
