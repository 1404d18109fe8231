// SPDX-License-Identifier: Apache-2.0
// What the F1's CRC unit computes (RM0008 section 4): CRC-32 with polynomial 0x04C11DB7, initial value 0xFFFFFFFF, over
// whole 32-bit words, most significant bit first, without a final inversion.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace jig::flash {

// `bytes` are whole little-endian words.
[[nodiscard]] std::uint32_t stm32_crc(ByteView bytes);

}  // namespace jig::flash
