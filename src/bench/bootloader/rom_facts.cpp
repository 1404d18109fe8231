// SPDX-License-Identifier: Apache-2.0
// The rows, and the order in which the ROM compares: flash, SRAM, option bytes, system memory.
#include "bench/bootloader/rom_facts.hpp"

#include <algorithm>
#include <array>

#include "chip/part.hpp"

namespace jig::bench {
namespace {

struct Row {
    chip::Density density;
    RomFacts facts;
};

// The medium density's row stands in its ROM. The others are that row with their density's largest part (DocID15060,
// DS5792 "Device summary"), which is also how stm32flash 0.7 knows them.
constexpr std::array rows = {
    Row{chip::Density::low, {0x412, 0x08008000, 0x20000200, 0x20002800, 0x1FFFF000, 1024}},
    Row{chip::Density::medium, {0x410, 0x08020000, 0x20000200, 0x20005000, 0x1FFFF000, 1024}},
    Row{chip::Density::high, {0x414, 0x08080000, 0x20000200, 0x20010000, 0x1FFFF000, 2048}},
};

constexpr std::uint32_t option_first = 0x1FFFF800;
constexpr std::uint32_t option_bytes = 0x200;  // the ROM takes the whole half-kilobyte, of which 16 bytes are there

}  // namespace

// The ROM of medium density ends its SRAM where the largest part's ends. What it does in a chip that has less is not
// known; here it knows the chip it is in, or Readout Unprotect, which clears all SRAM, would end in a bus error.
std::optional<RomFacts> rom_facts(std::string_view part, std::uint32_t sram_bytes) {
    const auto found = chip::find_part(part);
    if (!found) return std::nullopt;
    for (const Row& row : rows) {
        if (row.density != (*found)->density) continue;
        RomFacts facts = row.facts;
        facts.sram_end = std::min(facts.sram_end, rom_sram_base + sram_bytes);
        return facts;
    }
    return std::nullopt;
}

RomArea rom_area(const RomFacts& facts, std::uint32_t address) {
    if (address >= rom_flash_base && address < facts.flash_end) return RomArea::flash;
    if (address >= facts.sram_first && address < facts.sram_end) return RomArea::sram;
    if (address >= option_first && address - option_first < option_bytes) return RomArea::option_bytes;
    if (address >= facts.system_first && address < option_first) return RomArea::system_memory;
    return RomArea::invalid;
}

}  // namespace jig::bench
