// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/eeprom_page.hpp"

#include <optional>

#include "inspect/layout/extent.hpp"

namespace jig::inspect {
namespace {

// The status half-word and the erased one beside it, as a word.
constexpr std::uint32_t valid_header = 0xFFFF0000;
constexpr std::uint32_t receiving_header = 0xFFFFEEEE;
constexpr std::uint32_t erased_word = 0xFFFFFFFF;
constexpr std::uint16_t no_variable = 0xFFFF;

std::optional<EepromPage> page_at(const FlashView& page) {
    const std::uint32_t header = page.word(page.base);
    if (header != valid_header && header != receiving_header) return std::nullopt;
    EepromPage found{page.range(), header == valid_header ? EepromStatus::valid : EepromStatus::receiving, 0, {}};
    std::uint32_t at = page.base + 4;
    for (; page.holds(at, 4) && page.word(at) != erased_word; at += 4) {
        const auto number = static_cast<std::uint16_t>(page.word(at) >> 16);
        if (number == no_variable) return std::nullopt;
        found.variables[number] = static_cast<std::uint16_t>(page.word(at));
        ++found.records;
    }
    const auto rest = static_cast<std::uint32_t>(page.range().end() - at);
    if (found.records == 0 || !is_erased(page.clipped({at, rest}).bytes)) return std::nullopt;
    return found;
}

}  // namespace

std::vector<EepromPage> find_eeprom_pages(const FlashView& flash, std::uint32_t page_bytes) {
    std::vector<EepromPage> pages;
    for (std::uint32_t offset = 0; offset + page_bytes <= flash.bytes.size(); offset += page_bytes) {
        if (const auto page = page_at(flash.clipped({flash.base + offset, page_bytes}))) pages.push_back(*page);
    }
    return pages;
}

}  // namespace jig::inspect
