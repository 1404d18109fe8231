// SPDX-License-Identifier: Apache-2.0
// Who a chip is, as far as reading can tell: part, silicon, size, UID, protection. Nothing on the chip is changed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "dap/target.hpp"

namespace jig::chip {
struct Part;
}

namespace jig::clone {

using OptionBytes = std::array<std::uint8_t, 16>;  // as they lie at 0x1FFFF800
using Uid = std::array<std::uint8_t, 12>;          // as the bytes lie at 0x1FFFF7E8

// Who made the chip, as its identity registers say.
struct SiliconFinding {
    std::string name;                   // "ST", "GD32", "CKS32", "APM32", "HK32", "unknown"
    bool genuine = false;               // everything agrees with STMicroelectronics' own
    std::vector<std::string> evidence;  // one sentence each, with the registers read
};

struct Identity {
    std::uint32_t dpidr = 0;
    std::uint32_t dbgmcu_idcode = 0;  // 0 when it cannot be read (RM0008 errata: only with a debugger attached)
    std::uint32_t cpuid = 0;
    std::array<std::uint8_t, 8> rom_table_pidr{};  // PIDR0-3, PIDR4-7
    std::optional<std::uint16_t> flash_size_kb;    // F_SIZE; nothing when it reads 0 or 0xFFFF
    Uid uid{};
    OptionBytes option_bytes{};
    std::uint32_t flash_obr = 0;  // the option bytes in force, as last loaded
    std::uint32_t flash_wrpr = 0;
    bool read_protected = false;                // FLASH_OBR.RDPRT
    std::vector<const chip::Part*> candidates;  // parts that fit, the likeliest first; empty: not an STM32F103
    SiliconFinding silicon;

    // "STM32F103RC"-like name of the likeliest part, or "unknown part (DBGMCU_IDCODE 0x…)".
    [[nodiscard]] std::string part_name() const;
    [[nodiscard]] std::string uid_hex() const;
};

// Errors: refused (not an STM32F103), and whatever reading meets.
[[nodiscard]] Result<Identity> identify(dap::Target& target);

}  // namespace jig::clone
