// SPDX-License-Identifier: Apache-2.0
// Values that several tables of a bench file hold: pins, bytes in hex, and bytes that follow from a name.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "board/table_reader.hpp"
#include "machine/pins.hpp"

namespace jig::board {

// PA0 to PG15.
[[nodiscard]] std::optional<machine::Pin> parse_pin(std::string_view text);

// "1.65V" as 1650 millivolts; from 0 to VDDA, down to the millivolt.
[[nodiscard]] std::optional<unsigned> parse_voltage(std::string_view text);

// Random bytes that are the same whenever the name is.
template <std::size_t Size>
[[nodiscard]] std::array<std::uint8_t, Size> bytes_of_name(std::string_view name) {
    std::uint64_t seed = 0xcbf29ce484222325;  // FNV-1a
    for (const char c : name) seed = (seed ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
    Random random(seed);
    std::array<std::uint8_t, Size> bytes{};
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    return bytes;
}

// A text of exactly Size bytes in hex.
template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> read_hex(TableReader& table, std::string_view key) {
    const auto text = table.text(key);
    if (!text) return std::nullopt;
    const auto bytes = from_hex(*text);
    if (!bytes || bytes->size() != Size) {
        table.refuse(key, fmt::format("'{}' must be {} bytes as {} hex digits, not '{}'", key, Size, 2 * Size, *text));
        return std::nullopt;
    }
    std::array<std::uint8_t, Size> value{};
    std::ranges::copy(*bytes, value.begin());
    return value;
}

}  // namespace jig::board
