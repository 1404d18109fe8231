// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/chip_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "chip/identity.hpp"
#include "chip/part.hpp"
#include "inspect/identity/uid_functions.hpp"

namespace jig::inspect {
namespace {

// The ROM table's end holds the component identification; archives hold the table's 4 KB or as much of its end.
constexpr std::uint32_t rom_table_end = chip::rom_table_address + 0x1000;

std::optional<std::uint32_t> rom_table_word(const Bytes& table, std::uint32_t address) {
    const std::size_t from_end = rom_table_end - address;
    if (table.size() < from_end) return std::nullopt;
    return load_le32(ByteView(table).last(from_end));
}

std::optional<std::array<std::uint8_t, 8>> pidr_of(const Bytes& table) {
    std::array<std::uint8_t, 8> pidr{};
    for (std::uint32_t i = 0; i < 4; ++i) {
        const auto low = rom_table_word(table, chip::rom_table_pidr0_address + 4 * i);
        const auto high = rom_table_word(table, chip::rom_table_pidr4_address + 4 * i);
        if (!low || !high) return std::nullopt;
        pidr[i] = static_cast<std::uint8_t>(*low);
        pidr[i + 4] = static_cast<std::uint8_t>(*high);
    }
    return pidr;
}

chip::Identity identity_of(const image::BoardArchive& archive) {
    chip::Identity identity{.dpidr = archive.identity.dpidr,
                            .cpuid = archive.identity.cpuid,
                            .dbgmcu_idcode = archive.identity.dbgmcu_idcode,
                            .rom_table_pidr = std::nullopt,
                            .rom_table_has_etm = std::nullopt};
    if (!archive.rom_table) return identity;
    identity.rom_table_pidr = pidr_of(*archive.rom_table);
    if (const auto etm = rom_table_word(*archive.rom_table, chip::rom_table_etm_address)) {
        identity.rom_table_has_etm = (*etm & 1) != 0;
    }
    return identity;
}

// A capture holds the verdict that was reached at the chip; of others the ROM table is judged here.
void check_silicon(const image::BoardArchive& archive, std::vector<ChipRemark>& remarks) {
    const chip::SiliconVerdict verdict = chip::judge_silicon(identity_of(archive));
    const bool judged = !archive.identity.silicon.empty();
    const chip::SiliconRow* row = judged ? chip::find_silicon(archive.identity.silicon) : verdict.row;
    const std::vector<std::string>& evidence = judged ? archive.identity.evidence : verdict.evidence;
    if (row && row->silicon != chip::Silicon::st) {
        remarks.push_back(
            {ChipMatter::compatible_chip, fmt::format("the chip is {}: {}", row->name, fmt::join(evidence, "; "))});
    }
    if (verdict.contradictions == 0) return;
    remarks.push_back({ChipMatter::contradiction, fmt::format("the chip's registers contradict each other: {}",
                                                              fmt::join(verdict.evidence, "; "))});
}

void check_part(const image::BoardArchive& archive, const chip::Part& part, std::vector<ChipRemark>& remarks) {
    if (archive.identity.dbgmcu_idcode) {
        const std::uint32_t dev_id = *archive.identity.dbgmcu_idcode & 0xFFF;
        if (dev_id != part.facts().dev_id) {
            remarks.push_back({ChipMatter::other_part, fmt::format("DEV_ID is 0x{:03x}, but {} has 0x{:03x}", dev_id,
                                                                   part.name, part.facts().dev_id)});
        }
    }
    if (archive.identity.f_size_kb && *archive.identity.f_size_kb != part.flash_kb) {
        remarks.push_back({ChipMatter::other_part, fmt::format("F_SIZE says {} KB, but {} has {} KB",
                                                               *archive.identity.f_size_kb, part.name, part.flash_kb)});
    }
    const AddressRange flash{chip::flash_base, part.flash_bytes()};
    for (const AddressRange& range : archive.flash.ranges()) {
        if (flash.contains(range) || !flash.overlaps(range)) continue;
        remarks.push_back(
            {ChipMatter::larger_than_marked, fmt::format("flash was read to 0x{:08x}, but {} ends at 0x{:08x}",
                                                         range.end() - 1, part.name, flash.end() - 1)});
    }
}

}  // namespace

std::vector<ChipRemark> check_chip(const image::BoardArchive& archive) {
    std::vector<ChipRemark> remarks;
    check_silicon(archive, remarks);
    if (const auto part = chip::find_part(archive.part)) check_part(archive, **part, remarks);
    if (archive.identity.uid && is_blank(*archive.identity.uid)) {
        remarks.push_back({ChipMatter::uid_missing,
                           fmt::format("the UID reads {}: this chip has none", to_hex(*archive.identity.uid))});
    }
    return remarks;
}

}  // namespace jig::inspect
