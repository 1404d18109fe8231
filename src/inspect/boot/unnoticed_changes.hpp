// SPDX-License-Identifier: Apache-2.0
// Changes of an image that one kind of checksum cannot see.
#pragma once

#include <optional>

#include "base/bytes.hpp"

namespace jig::inspect {

// Of this many bytes on a word boundary. Nothing: these bytes do not allow it.
inline constexpr std::size_t unnoticed_window = 128;
using Window = std::span<std::uint8_t, unnoticed_window>;

// One bit goes from 0 to 1 and the same bit of another word from 1 to 0: sums and exclusive ors of any width agree.
[[nodiscard]] bool exchange_bits(Window bytes);
// +1, -2, +1 at equal distances: both sums of a Fletcher checksum agree.
[[nodiscard]] bool balance_bytes(Window bytes);

// How a CRC takes the bits of memory.
enum class BitOrder : std::uint8_t {
    lowest_first,  // reflected
    highest_first,
    highest_first_of_words,  // the STM32's CRC unit
};
// Adds a common multiple of the polynomials of all CRCs that are known.
[[nodiscard]] bool add_polynomials(Window bytes, BitOrder order);

}  // namespace jig::inspect
