// SPDX-License-Identifier: Apache-2.0
// Images that look like firmware to a search: a vector table, code-like half-words, strings, tables, an erased tail.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace jig::inspect::testing {

inline constexpr std::uint32_t image_base = 0x08000000;

[[nodiscard]] Bytes random_bytes(std::size_t size, std::uint64_t seed);
// `used` of `size` bytes are not erased. Both at least 1 KB, multiples of 4.
[[nodiscard]] Bytes firmware_like(std::size_t size, std::size_t used, std::uint64_t seed);
// Sets `value` into `bytes` bytes at `offset`.
void store_field(Bytes& image, std::size_t offset, std::size_t bytes, std::uint32_t value, bool big = false);

}  // namespace jig::inspect::testing
