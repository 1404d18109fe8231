// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::inspect {
namespace {

constexpr std::uint32_t run_gap_bytes = 64;      // linkers align sections by less
constexpr std::uint32_t least_string_bytes = 6;  // shorter ones occur in code

// From each vector table to the next, without the erased flash in between.
std::vector<FirmwarePart> firmware_parts(const FlashView& flash) {
    const std::vector<VectorTable> tables = find_vector_tables(flash);
    std::vector<FirmwarePart> parts;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const std::uint64_t end = i + 1 < tables.size() ? tables[i + 1].address : flash.range().end();
        const AddressRange whole{tables[i].address, static_cast<std::uint32_t>(end - tables[i].address)};
        const std::vector<AddressRange> used = used_runs(flash.clipped(whole), run_gap_bytes);
        if (used.empty()) continue;
        const auto length = static_cast<std::uint32_t>(used.back().end() - whole.start);
        parts.push_back({tables[i], {whole.start, length}, find_link_base(flash.clipped({whole.start, length}))});
    }
    return parts;
}

}  // namespace

Layout flash_layout(const FlashView& flash, std::uint32_t page_bytes) {
    return {firmware_parts(flash), find_eeprom_pages(flash, page_bytes), used_runs(flash, run_gap_bytes),
            find_strings(flash, least_string_bytes)};
}

std::string owner_of(const Layout& layout, const AddressRange& range) {
    for (const EepromPage& page : layout.eeprom) {
        if (page.range.overlaps(range)) return fmt::format("the EEPROM-emulation page {}", to_string(page.range));
    }
    for (const FirmwarePart& part : layout.firmware) {
        const AddressRange table{part.table.address, 4 * part.table.entries};
        if (table.overlaps(range)) return fmt::format("the vector table at {}", hex_address(table.start));
    }
    for (const FlashString& string : layout.strings) {
        if (string.range.overlaps(range) && !range.contains(string.range))
            return fmt::format("the text at {}", hex_address(string.range.start));
    }
    return {};
}

}  // namespace jig::inspect
