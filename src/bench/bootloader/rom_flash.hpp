// SPDX-License-Identifier: Apache-2.0
// What the ROM bootloader does with the flash controller, access for access as its version 2.2 does it: every routine
// unlocks, none looks at errors, none locks again.
#pragma once

#include <cstdint>

#include "bench/bootloader/rom_bus.hpp"

namespace jig::bench {

void rom_unlock(RomBus& bus);
void rom_erase_page(RomBus& bus, std::uint32_t address);
void rom_erase_all(RomBus& bus);
// Two half-words; the second only when the first raised no PGERR.
void rom_program_word(RomBus& bus, std::uint32_t address, std::uint32_t word);

// Erases the option bytes and programs the low bytes of `bytes` half-words that lie in SRAM at `from`.
void rom_program_options(RomBus& bus, std::uint32_t from, std::uint32_t bytes);
// Keeps RDP, USER and Data as they are and clears the bits of FLASH_WRPR that are set in `sectors`.
void rom_write_protect(RomBus& bus, std::uint32_t sectors);
// Read protection on: keeps USER, Data and WRP0. The ROM means to keep WRP1 to WRP3 as well and programs them over
// WRP0, which the flash refuses: they are left erased.
void rom_protect_readout(RomBus& bus);
// Read and write protection off: RDP is programmed, which erases the main flash while it is protected; all other
// option bytes are left erased.
void rom_unprotect(RomBus& bus);

}  // namespace jig::bench
