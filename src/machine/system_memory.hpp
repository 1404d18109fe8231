// SPDX-License-Identifier: Apache-2.0
// What lies in the information block besides the option bytes: a filler where ST keeps its boot loader, the flash size
// register and the unique device ID (RM0008 3.3.3 and 30).
#pragma once

#include <cstdint>
#include <vector>

#include "machine/chip.hpp"

namespace jig::machine {

// The block ends where the option bytes begin; XL density has 6 KB of it, the others of the F103 have 2 KB.
inline constexpr std::uint32_t system_memory_end = 0x1FFFF800;
[[nodiscard]] constexpr std::uint32_t system_memory_bytes(const ChipConfig& config) {
    return config.bank_bytes != 0 ? 6 * 1024 : 2 * 1024;
}

// The filler is ours, not ST's: a vector table whose every entry leads to words "WFI; B to the WFI", so that a chip
// started with BOOT0 high sleeps there. Whoever models the boot loader speaks for it from outside.
[[nodiscard]] std::vector<std::uint8_t> make_system_memory(const ChipConfig& config);

}  // namespace jig::machine
