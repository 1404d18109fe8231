// SPDX-License-Identifier: Apache-2.0
// Bytes and the little-endian words in them, and hex text for both.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jig {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

[[nodiscard]] constexpr std::uint16_t load_le16(ByteView bytes) {
    assert(bytes.size() >= 2);
    return static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8);
}
[[nodiscard]] constexpr std::uint32_t load_le32(ByteView bytes) {
    assert(bytes.size() >= 4);
    return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
           static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}
[[nodiscard]] constexpr std::uint16_t load_be16(ByteView bytes) {
    assert(bytes.size() >= 2);
    return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}
constexpr void store_le16(MutableByteView bytes, std::uint16_t value) {
    assert(bytes.size() >= 2);
    bytes[0] = static_cast<std::uint8_t>(value);
    bytes[1] = static_cast<std::uint8_t>(value >> 8);
}
constexpr void store_le32(MutableByteView bytes, std::uint32_t value) {
    store_le16(bytes, static_cast<std::uint16_t>(value));
    store_le16(bytes.subspan(2), static_cast<std::uint16_t>(value >> 16));
}

// Lower-case hex without separators: {0x34, 0xff} -> "34ff".
[[nodiscard]] std::string to_hex(ByteView bytes);
// The inverse of to_hex; upper case is accepted. Errors: usage (odd length, a character that is not hex).
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);
// "0x08007000": always eight digits, the way addresses are printed everywhere.
[[nodiscard]] std::string hex_address(std::uint32_t address);
// A number as people type it: decimal, or hex behind 0x. Errors: usage (not a number, more than 32 bits).
[[nodiscard]] Result<std::uint32_t> parse_number(std::string_view text);

}  // namespace jig
