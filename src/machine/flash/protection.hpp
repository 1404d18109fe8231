// SPDX-License-Identifier: Apache-2.0
// Who may read and who may change the main flash memory (PM0075 2.4).
#pragma once

#include <cstdint>

#include "machine/core_bus.hpp"
#include "machine/flash/options.hpp"

namespace jig::machine {

// What the BOOT pins chose at the last reset, RM0008 3.4.
enum class BootMode : std::uint8_t { main_flash, system_memory, sram };

// Who asks for an access, as far as protection looks at it.
struct Requester {
    Master master = Master::core_data;
    BootMode boot = BootMode::main_flash;
    bool debug_active = false;  // a debugger holds the debug domain up, or DHCSR.C_DEBUGEN is set
    bool code_in_flash = true;  // the instruction under way lies in main flash memory
};

struct FlashGeometry {
    std::uint32_t flash_bytes = 0;
    std::uint32_t page_bytes = 0;
    std::uint32_t bank_bytes = 0;  // 0: one bank

    [[nodiscard]] std::uint32_t page_of(std::uint32_t offset) const { return offset / page_bytes; }
    // Four pages for each WRP bit on low and medium density (1 KB pages), two on the others; bit 31 covers what is
    // left.
    [[nodiscard]] std::uint32_t pages_per_wrp_bit() const { return page_bytes == 1024 ? 4 : 2; }
};

[[nodiscard]] bool write_protected(const LoadedOptions& options, const FlashGeometry& geometry, std::uint32_t offset);
[[nodiscard]] bool may_read(const LoadedOptions& options, const Requester& who);
// Program a half-word in, or erase, the page at `offset`.
[[nodiscard]] bool may_change(const LoadedOptions& options, const FlashGeometry& geometry, const Requester& who,
                              std::uint32_t offset);
// Erase `bytes` from `offset` at once. Read protection does not stand in the way of it, write protection does.
[[nodiscard]] bool may_erase_all(const LoadedOptions& options, const FlashGeometry& geometry, std::uint32_t offset,
                                 std::uint32_t bytes);

}  // namespace jig::machine
