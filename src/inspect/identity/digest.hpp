// SPDX-License-Identifier: Apache-2.0
// Digests of messages that fit one block, as firmware computes them of a unique ID. Not for protecting anything.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.hpp"

namespace jig::inspect {

inline constexpr std::size_t longest_single_block = 55;  // 64 bytes less the padding and the length

// RFC 1321 and RFC 3174; at most longest_single_block bytes.
[[nodiscard]] std::array<std::uint8_t, 16> md5(ByteView message);
[[nodiscard]] std::array<std::uint8_t, 20> sha1(ByteView message);

}  // namespace jig::inspect
