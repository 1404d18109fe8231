// SPDX-License-Identifier: Apache-2.0
// Sources: designers, part numbers and CPUIDs were read off chips and are published on blaatschaap.be ("32F103
// comparison", parts 2 to 4), the ETM's presence by the IRMP_STM32 project; docs/sources.md says what is inferred.
#include "chip/identity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace jig::chip {
namespace {

// Cortex-M3 r2p1 and what comes with it: every compatible chip here has a newer core than ST's r1p1. CPUID was read off
// GD32, CKS32 and APM32 chips, DPIDR off CKS32 and APM32; HK32 and the other registers are inferred from the core.
constexpr std::uint32_t r2p1_cpuid = 0x412FC231;
constexpr std::uint32_t r2p1_dpidr = 0x2BA01477;
constexpr std::uint32_t r2p1_jtag_idcode = 0x4BA00477;
constexpr std::uint32_t r2p1_ap_idr = 0x24770011;

constexpr SiliconRow compatible(Silicon silicon, std::string_view key, std::string_view name, Designer designer,
                                std::uint16_t rom_part, std::string_view evidence) {
    return {.silicon = silicon,
            .key = key,
            .name = name,
            .designer = designer,
            .rom_part = rom_part,
            .jedec_bit = true,
            .has_etm = std::nullopt,
            .cpuid = r2p1_cpuid,
            .dpidr = r2p1_dpidr,
            .jtag_idcode = r2p1_jtag_idcode,
            .ap_idr = r2p1_ap_idr,
            .rev_id = std::nullopt,
            .evidence = evidence};
}

constexpr SiliconRow with_etm(SiliconRow row, bool has_etm) {
    row.has_etm = has_etm;
    return row;
}

constexpr SiliconRow with_rev_id(SiliconRow row, std::uint16_t rev_id) {
    row.rev_id = rev_id;
    row.idcode_reserved = 0;
    return row;
}

constexpr SiliconRow without_jedec_bit(SiliconRow row) {
    row.jedec_bit = false;
    return row;
}

constexpr Designer arm{0x3B, 4};
constexpr std::uint16_t arm_cortex_m3_rom = 0x4C3;

constexpr std::array rows = {
    SiliconRow{.silicon = Silicon::st,
               .key = "st",
               .name = "STM32F103 (STMicroelectronics)",
               .designer = {0x20, 0},
               .rom_part = 0,
               .jedec_bit = true,
               .has_etm = std::nullopt,
               .cpuid = std::nullopt,
               .dpidr = std::nullopt,
               .jtag_idcode = std::nullopt,
               .ap_idr = std::nullopt,
               .rev_id = std::nullopt,
               .evidence = "the ROM table names STMicroelectronics (JEP106 0x20, no continuation) as its designer"},
    with_rev_id(compatible(Silicon::gd32, "gd32", "GD32F103 (GigaDevice)", {0x51, 7}, 0x76F,
                           "the ROM table names GigaDevice (JEP106 0x51 after 7 continuations) as its designer"),
                0x1303),
    with_etm(compatible(Silicon::cks32, "cks32", "CKS32F103 or CS32F103", arm, arm_cortex_m3_rom,
                        "the ROM table is ARM's own (JEP106 0x3B after 4 continuations) and lists an ETM, as in CKS32 "
                        "chips"),
             true),
    with_etm(compatible(Silicon::apm32, "apm32", "APM32F103 (Geehy)", arm, arm_cortex_m3_rom,
                        "the ROM table is ARM's own (JEP106 0x3B after 4 continuations) and lists no ETM, as in APM32 "
                        "chips"),
             false),
    without_jedec_bit(compatible(Silicon::hk32, "hk32", "HK32F103 (Hangshun)", {0x55, 5}, 0,
                                 "the ROM table names JEP106 0x55 after 5 continuations as its designer, as in HK32 "
                                 "chips")),
};
static_assert(std::ranges::is_sorted(rows, {}, &SiliconRow::silicon), "row_of() indexes by silicon");

bool fits(const SiliconRow& row, const Identity& identity) {
    return identity.rom_table_pidr && designer_of(*identity.rom_table_pidr) == row.designer &&
           (!row.has_etm || row.has_etm == identity.rom_table_has_etm);
}

// One register against what the row's chip holds there.
void compare(SiliconVerdict& verdict, std::string_view name, std::optional<std::uint32_t> found,
             std::uint32_t expected) {
    if (!found) return;
    const bool same = *found == expected;
    if (!same) ++verdict.contradictions;
    verdict.evidence.push_back(
        same ? fmt::format("{} is 0x{:08x}, as in {}", name, *found, verdict.row->name)
             : fmt::format("{} is 0x{:08x}, but {} has 0x{:08x}", name, *found, verdict.row->name, expected));
}

// What a register of the row's chip holds. A chip by ST may hold what the manuals print where XL density was seen with
// something else.
std::uint32_t expected(std::optional<std::uint32_t> of_row, std::uint32_t of_density, std::uint32_t printed,
                       std::optional<std::uint32_t> found) {
    if (!of_row && found == printed) return printed;
    return of_row.value_or(of_density);
}

void compare_core(SiliconVerdict& verdict, const Identity& identity, const DensityFacts& facts) {
    const SiliconRow& row = *verdict.row;
    compare(verdict, "CPUID", identity.cpuid, expected(row.cpuid, facts.cpuid, printed_cpuid, identity.cpuid));
    compare(verdict, "DPIDR", identity.dpidr, expected(row.dpidr, facts.dpidr, printed_dpidr, identity.dpidr));
}

void compare_revision(SiliconVerdict& verdict, std::uint32_t dbgmcu_idcode, const DensityFacts& facts) {
    if (verdict.row->silicon != Silicon::st) return;
    const auto rev_id = static_cast<std::uint16_t>(dbgmcu_idcode >> 16);
    if (revision_letters(facts, rev_id)) return;
    ++verdict.contradictions;
    verdict.evidence.push_back(fmt::format("REV_ID 0x{:04x} is none that ST lists for {}", rev_id, facts.name));
}

std::string undecided(const Identity& identity) {
    if (!identity.rom_table_pidr) return "the ROM table could not be read, so nothing says who made the chip";
    const Designer designer = designer_of(*identity.rom_table_pidr);
    return fmt::format("the ROM table's designer, JEP106 0x{:02x} after {} continuations, is none that jig knows",
                       designer.code, designer.continuation);
}

}  // namespace

std::span<const SiliconRow> all_silicon() { return rows; }

const SiliconRow& row_of(Silicon silicon) { return rows[static_cast<std::size_t>(silicon)]; }

const SiliconRow* find_silicon(std::string_view key) {
    const auto found = std::ranges::find(rows, key, &SiliconRow::key);
    return found == rows.end() ? nullptr : &*found;
}

std::array<std::uint8_t, 8> rom_table_pidr_of(const SiliconRow& row, const DensityFacts& facts) {
    const unsigned part = row.rom_part != 0 ? row.rom_part : facts.dev_id;
    const unsigned code = row.designer.code;
    return {static_cast<std::uint8_t>(part),
            static_cast<std::uint8_t>(part >> 8 | (code & 0x0F) << 4),
            static_cast<std::uint8_t>((row.jedec_bit ? 0x08u : 0u) | code >> 4),
            0,
            row.designer.continuation,
            0,
            0,
            0};
}

std::uint32_t dbgmcu_idcode_of(const SiliconRow& row, const DensityFacts& facts) {
    const std::uint32_t rev_id = row.rev_id.value_or(facts.revisions.back().rev_id);
    return rev_id << 16 | row.idcode_reserved | facts.dev_id;
}

SiliconVerdict judge_silicon(const Identity& identity) {
    SiliconVerdict verdict;
    const auto row = std::ranges::find_if(rows, [&](const SiliconRow& candidate) { return fits(candidate, identity); });
    if (row == rows.end()) {
        verdict.evidence.push_back(undecided(identity));
        return verdict;
    }
    verdict.row = &*row;
    verdict.evidence.emplace_back(row->evidence);
    if (!identity.dbgmcu_idcode) return verdict;
    const DensityFacts* facts = find_density(*identity.dbgmcu_idcode & 0xFFF);
    if (!facts) {
        ++verdict.contradictions;
        verdict.evidence.push_back(fmt::format("DBGMCU_IDCODE 0x{:08x} is no STM32F103's", *identity.dbgmcu_idcode));
        return verdict;
    }
    compare_core(verdict, identity, *facts);
    compare_revision(verdict, *identity.dbgmcu_idcode, *facts);
    return verdict;
}

}  // namespace jig::chip
