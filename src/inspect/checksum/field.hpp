// SPDX-License-Identifier: Apache-2.0
// The bytes in which a checksum is stored.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "inspect/checksum/model.hpp"

namespace jig::inspect {

enum class ByteOrder : std::uint8_t { little, big };
// A field outside its range is not covered; inside, the algorithm reads something fixed in its place.
enum class FieldReading : std::uint8_t { outside, as_zeros, as_ones };

// The number in `bytes` (1, 2 or 4) bytes at `offset`, all in the image.
[[nodiscard]] constexpr std::uint32_t load_field(ByteView image, std::size_t offset, std::size_t bytes,
                                                 ByteOrder order) {
    assert(offset + bytes <= image.size());
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        const std::size_t shift = 8 * (order == ByteOrder::little ? i : bytes - 1 - i);
        value |= static_cast<std::uint32_t>(image[offset + i]) << shift;
    }
    return value;
}

// False for what erased or cleared memory holds anywhere, and for what the model cannot produce. Adler's sums stay
// below their modulus; of Fletcher's, all ones is another way to write zero.
[[nodiscard]] constexpr bool is_plausible(const ChecksumModel& model, std::uint32_t value) {
    if (value == 0 || value == model.all_ones()) return false;
    if (model.family != ChecksumFamily::fletcher) return true;
    const unsigned half = model.width / 2;
    const std::uint32_t ones = (1U << half) - 1;
    const auto is_sum = [&](std::uint32_t v) { return v < model.modulus || (v == ones && model.modulus == ones); };
    return is_sum(value & ones) && is_sum(value >> half);
}

// Whether a stored value says that the checksum is `computed`.
[[nodiscard]] constexpr bool agrees(const ChecksumModel& model, std::uint32_t stored, std::uint32_t computed) {
    if (model.family != ChecksumFamily::fletcher) return stored == computed;
    const unsigned half = model.width / 2;
    const std::uint32_t mask = (1U << half) - 1;
    return is_plausible(model, stored) && (stored & mask) % model.modulus == (computed & mask) &&
           (stored >> half) % model.modulus == computed >> half;
}

}  // namespace jig::inspect
