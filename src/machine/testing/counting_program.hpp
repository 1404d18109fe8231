// SPDX-License-Identifier: Apache-2.0
// The smallest program that shows whether the core runs: it counts in SRAM for ever.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace jig::machine::testing {

inline constexpr std::uint32_t counter_address = 0x20000000;
inline constexpr std::uint32_t counting_code = 0x08000100;
inline constexpr std::uint32_t counting_add = 0x0800010A;  // the instruction that counts

// Vector table and program at the start of `flash`.
inline void install_counter(std::span<std::uint8_t> flash) {
    constexpr std::uint16_t code[] = {
        0xF240, 0x0400,  // 00 movw r4, #0
        0xF2C2, 0x0400,  // 04 movt r4, #0x2000
        0x2500,          // 08 movs r5, #0
        0x3501,          // 0a adds r5, #1
        0x6025,          // 0c str  r5, [r4]
        0xE7FC,          // 0e b    0a
    };
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), counting_code | 1U);
    for (std::size_t i = 0; i < std::size(code); ++i)
        store_le16(flash.subspan(counting_code - 0x08000000 + 2 * i), code[i]);
}

}  // namespace jig::machine::testing
