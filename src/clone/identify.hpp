// SPDX-License-Identifier: Apache-2.0
// Who a chip is, as far as reading can tell: part, silicon, size, UID, protection. Nothing on the chip is changed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "chip/identity.hpp"
#include "chip/option_bytes.hpp"
#include "chip/part.hpp"
#include "clone/board.hpp"
#include "flash/plan.hpp"

namespace jig::clone {

using Uid = std::array<std::uint8_t, chip::uid_bytes>;  // as the bytes lie at 0x1FFFF7E8

// False for all zeros and all ones, which some compatible chips have instead of a UID of their own.
[[nodiscard]] bool is_own(const Uid& uid);

using OptionBytes = chip::RawOptionBytes;  // as they lie at 0x1FFFF800

// Who made the chip, as its identity registers say.
struct SiliconFinding {
    std::string key;                    // "st", "gd32", "cks32", "apm32", "hk32", "unknown"
    std::string name;                   // "GD32F103 (GigaDevice)"
    bool genuine = false;               // everything agrees with STMicroelectronics' own
    std::vector<std::string> evidence;  // one sentence each, with the registers read
};

struct Identity {
    std::uint32_t dpidr = 0;
    std::uint32_t dbgmcu_idcode = 0;  // 0 when it cannot be read
    std::uint32_t cpuid = 0;
    SiliconFinding silicon;
    const chip::DensityFacts* density = nullptr;  // never null in what identify() answers
    std::vector<const chip::Part*> candidates;    // parts that fit DEV_ID and F_SIZE; they differ in package only
    std::optional<std::uint16_t> flash_size_kb;   // F_SIZE; nothing when no F1 can have what it reads
    Uid uid{};
    OptionBytes option_bytes{};   // as they are stored
    std::uint32_t flash_obr = 0;  // the option bytes in force, as last loaded
    std::uint32_t flash_wrpr = 0;
    bool read_protected = false;  // FLASH_OBR.RDPRT

    // "STM32F103RC", or the density when no part fits: "STM32F103 high density".
    [[nodiscard]] std::string part_name() const;
    // The parts that fit, packages together: "STM32F103RC, STM32F103VC or STM32F103ZC".
    [[nodiscard]] std::string part_names() const;
    [[nodiscard]] std::string uid_hex() const;
    // What F_SIZE says; without F_SIZE, what the smallest part of the density has.
    [[nodiscard]] std::uint32_t flash_bytes() const;
    // What the smallest part that fits has.
    [[nodiscard]] std::uint32_t sram_bytes() const;
    [[nodiscard]] flash::Geometry geometry() const;
    // Pages that cannot be written now: FLASH_WRPR as loaded, over all the flash that answers.
    [[nodiscard]] std::vector<AddressRange> write_protected(std::uint32_t answering_bytes) const;
};

// Reads only; the core may run or be halted. Errors: refused (the DEV_ID is not an STM32F103's), the link's.
[[nodiscard]] Result<Identity> identify(Board& board);

}  // namespace jig::clone
