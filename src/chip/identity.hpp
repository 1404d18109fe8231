// SPDX-License-Identifier: Apache-2.0
// The registers that say what a chip is, where they are, and what they hold in a chip by ST and in the chips that are
// sold as compatible.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chip/part.hpp"

namespace jig::chip {

inline constexpr std::uint32_t f_size_address = 0x1FFFF7E0;  // RM0008 30.1.1: flash size in KB, 16 bits
inline constexpr std::uint32_t uid_address = 0x1FFFF7E8;     // RM0008 30.2: 96 bits
inline constexpr std::uint32_t uid_bytes = 12;
inline constexpr std::uint32_t dbgmcu_idcode_address = 0xE0042000;  // RM0008 31.6.1
inline constexpr std::uint32_t cpuid_address = 0xE000ED00;          // PM0056 4.4.2
inline constexpr std::uint32_t rom_table_address = 0xE00FF000;      // RM0008 31.6.4
inline constexpr std::uint32_t rom_table_etm_address = 0xE00FF014;  // its entry for the ETM; bit 0: present
// PIDR0-3 and PIDR4-7, one byte in each word (IHI 0031A 13.3).
inline constexpr std::uint32_t rom_table_pidr0_address = 0xE00FFFE0;
inline constexpr std::uint32_t rom_table_pidr4_address = 0xE00FFFD0;

// What was read from one chip. What could not be read is missing, not zero.
struct Identity {
    std::optional<std::uint32_t> dpidr;
    std::optional<std::uint32_t> cpuid;
    std::optional<std::uint32_t> dbgmcu_idcode;
    std::optional<std::array<std::uint8_t, 8>> rom_table_pidr;  // PIDR0-3, then PIDR4-7
    std::optional<bool> rom_table_has_etm;
};

// Who made the ROM table, out of its PIDR: JEP106 code and number of continuation codes (IHI 0031A 13.3).
struct Designer {
    std::uint8_t code;
    std::uint8_t continuation;
    friend constexpr bool operator==(const Designer&, const Designer&) = default;
};
[[nodiscard]] constexpr Designer designer_of(const std::array<std::uint8_t, 8>& pidr) {
    return {static_cast<std::uint8_t>(pidr[1] >> 4 | (pidr[2] & 7) << 4), static_cast<std::uint8_t>(pidr[4] & 0x0F)};
}

enum class Silicon : std::uint8_t { st, gd32, cks32, apm32, hk32 };

// One maker's chip, as its registers give it away. `evidence` is the sentence a report prints.
struct SiliconRow {
    Silicon silicon;
    std::string_view key;   // "gd32": in bench files, archives and --json
    std::string_view name;  // "GD32F103 (GigaDevice)"
    Designer designer;
    std::uint16_t rom_part;              // PIDR part number; 0: the chip's DEV_ID
    bool jedec_bit;                      // PIDR2.JEDEC
    std::optional<bool> has_etm;         // tells two makers with the same designer apart
    std::optional<std::uint32_t> cpuid;  // nothing: as the density's facts say
    std::optional<std::uint32_t> dpidr;
    std::optional<std::uint32_t> jtag_idcode;
    std::optional<std::uint32_t> ap_idr;
    std::optional<std::uint16_t> rev_id;     // nothing: the newest of the density
    std::uint32_t idcode_reserved = 0x6000;  // DBGMCU_IDCODE[15:12], reserved in RM0008; ST chips read 0b0110 there
    std::string_view evidence;
};
[[nodiscard]] std::span<const SiliconRow> all_silicon();
[[nodiscard]] const SiliconRow& row_of(Silicon silicon);
[[nodiscard]] const SiliconRow* find_silicon(std::string_view key);

// The eight PIDR bytes that a row's chip holds.
[[nodiscard]] std::array<std::uint8_t, 8> rom_table_pidr_of(const SiliconRow& row, const DensityFacts& facts);

// DBGMCU_IDCODE of a row's chip.
[[nodiscard]] std::uint32_t dbgmcu_idcode_of(const SiliconRow& row, const DensityFacts& facts);

// Who made the chip, with every reason for it. `row` is null when nothing decides; the evidence says what is missing
// or contradicts.
struct SiliconVerdict {
    const SiliconRow* row = nullptr;
    std::vector<std::string> evidence;

    [[nodiscard]] std::string_view key() const { return row ? row->key : "unknown"; }
    [[nodiscard]] bool genuine() const { return row && row->silicon == Silicon::st && contradictions == 0; }
    unsigned contradictions = 0;  // registers that do not fit the row: an ST-looking ROM table with another core
};
[[nodiscard]] SiliconVerdict judge_silicon(const Identity& identity);

}  // namespace jig::chip
