// SPDX-License-Identifier: Apache-2.0
// What differs between the ROM bootloaders of one protocol version: the parts they were made for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jig::bench {

inline constexpr std::uint32_t rom_flash_base = 0x08000000;
inline constexpr std::uint32_t rom_sram_base = 0x20000000;

struct RomFacts {
    std::uint16_t product_id;  // what Get ID answers
    std::uint32_t flash_end;   // of the largest part of the density: the ROM does not look at F_SIZE
    std::uint32_t sram_first;  // below lies what the bootloader itself uses
    std::uint32_t sram_end;
    std::uint32_t system_first;
    std::uint32_t page_bytes;  // of Erase Memory's page numbers
};

// The ROM of a part by name, in a chip with that much SRAM. Nothing for XL density: its bootloader has version 3.0,
// other commands and a second USART, and is not modelled.
[[nodiscard]] std::optional<RomFacts> rom_facts(std::string_view part, std::uint32_t sram_bytes);

// How the bootloader classes an address; only the first of a block is looked at.
enum class RomArea : std::uint8_t { invalid, flash, sram, option_bytes, system_memory };
[[nodiscard]] RomArea rom_area(const RomFacts& facts, std::uint32_t address);

}  // namespace jig::bench
