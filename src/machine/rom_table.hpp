// SPDX-License-Identifier: Apache-2.0
// The ROM table at 0xE00FF000: which debug components there are, and who made the chip (IHI 0031A
// chapter 14; RM0008 31.6.4).
#pragma once

#include <array>
#include <cstdint>

#include "machine/chip.hpp"

namespace jig::machine {

inline constexpr std::uint32_t rom_table_base = 0xE00FF000;
inline constexpr std::uint32_t rom_table_bytes = 0x1000;

[[nodiscard]] constexpr std::uint32_t rom_table_word(const ChipConfig& config, std::uint32_t offset) {
    // SCS, DWT, FPB, ITM, TPIU, ETM: each component's distance from the table, present, 32 bits wide.
    constexpr std::array<std::uint32_t, 6> entries = {0xFFF0F003, 0xFFF02003, 0xFFF03003,
                                                      0xFFF01003, 0xFFF41003, 0xFFF42003};
    constexpr std::array<std::uint32_t, 4> cidr = {0x0D, 0x10, 0x05, 0xB1};
    constexpr std::uint32_t memtype = 0xFCC;
    constexpr std::uint32_t etm = 0x14;
    if (offset == etm && !config.rom_table_has_etm) return entries[etm / 4] & ~1u;
    if (offset / 4 < entries.size()) return entries[offset / 4];
    if (offset == memtype) return 1;
    if (offset >= 0xFD0 && offset < 0xFE0) return config.rom_table_pidr[4 + (offset - 0xFD0) / 4];
    if (offset >= 0xFE0 && offset < 0xFF0) return config.rom_table_pidr[(offset - 0xFE0) / 4];
    if (offset >= 0xFF0) return cidr[(offset - 0xFF0) / 4];
    return 0;
}

}  // namespace jig::machine
