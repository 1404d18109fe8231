// SPDX-License-Identifier: Apache-2.0
// The STM32F103 parts as rows, and what all parts of one density have in common. Data only: no part is named anywhere
// else. Sources: data sheets DocID15060 (x4, x6), DS5319 (x8, xB), DS5792 (xC, xD, xE), DocID16554 (xF, xG), each
// "Device summary" and "Ordering information scheme"; RM0008 rev 21; PM0075 and PM0068 (XL density).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::chip {

enum class Density : std::uint8_t { low, medium, high, xl };

// One REV_ID of DBGMCU_IDCODE and the letters printed on the package, RM0008 31.6.1.
struct Revision {
    std::uint16_t rev_id;
    std::string_view letters;
};

struct DensityFacts {
    Density density;
    std::string_view name;                // "high density"
    std::uint16_t dev_id;                 // DBGMCU_IDCODE[11:0], RM0008 31.6.1
    std::span<const Revision> revisions;  // oldest first
    std::uint32_t page_bytes;             // PM0075 tables 2 to 4
    std::uint32_t bank1_bytes;            // XL density: flash above this is bank 2 (RM0008 table 8); else 0
    unsigned pages_per_wrp_bit;           // PM0075 2.5: bits 0-30; bit 31 takes all that is left on high and XL density
    unsigned pages_protected_with_rdp;    // the first pages, PM0075 2.4.1
    AddressRange system_memory;           // the ROM bootloader, RM0008 tables 4 to 8
    unsigned backup_registers;            // BKP_DR, RM0008 6.2
    std::uint32_t boundary_idcode;        // TMC TAP of the newest revision, RM0008 31.6.2
    std::uint32_t cpuid;                  // PM0056 4.4.2; XL density: see its row
    std::uint32_t dpidr;                  // SW-DP, RM0008 31.8.3
    std::uint32_t jtag_idcode;            // JTAG-DP, RM0008 31.6.3
    std::uint32_t ap_idr;                 // AHB-AP
    bool has_etm;                         // in the ROM table; DS5792 2.3.30, DocID16554 2.3.31: from high density on
};

// What ST's manuals print for every STM32F103, XL density included: PM0056 4.4.2 and RM0008 31.8.3.
inline constexpr std::uint32_t printed_cpuid = 0x411FC231;
inline constexpr std::uint32_t printed_dpidr = 0x1BA01477;

struct Part {
    std::string_view name;  // "STM32F103RC": what decides the silicon; package type, temperature and options do not
    Density density;
    char pins_code;  // T 36, C 48, R 64, V 100, Z 144
    unsigned flash_kb;
    unsigned sram_kb;

    [[nodiscard]] constexpr std::uint32_t flash_bytes() const { return flash_kb * 1024; }
    [[nodiscard]] constexpr std::uint32_t sram_bytes() const { return sram_kb * 1024; }
    [[nodiscard]] const DensityFacts& facts() const;
    [[nodiscard]] std::uint32_t page_count() const;
};

inline constexpr std::uint32_t flash_base = 0x08000000;  // RM0008 3.3.3
inline constexpr std::uint32_t sram_base = 0x20000000;

[[nodiscard]] std::span<const Part> all_parts();
[[nodiscard]] std::span<const DensityFacts> all_densities();
[[nodiscard]] const DensityFacts& facts_of(Density density);
// Nothing for a DEV_ID that no STM32F103 has.
[[nodiscard]] const DensityFacts* find_density(std::uint16_t dev_id);

// "STM32F103RC" or a full order code ("stm32f103rct6", "STM32F103RCT6TR"); upper or lower case. Errors: usage, with
// the nearest part.
[[nodiscard]] Result<const Part*> find_part(std::string_view name);
// The parts that answer with this DEV_ID and F_SIZE: they differ in package, which no register tells.
[[nodiscard]] std::vector<const Part*> parts_matching(std::uint16_t dev_id, std::uint16_t f_size_kb);
// The letters of a REV_ID of this density ("1, 2, 3, X or Y"); nothing for one that ST does not list.
[[nodiscard]] std::optional<std::string_view> revision_letters(const DensityFacts& facts, std::uint16_t rev_id);

}  // namespace jig::chip
