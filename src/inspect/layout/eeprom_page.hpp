// SPDX-License-Identifier: Apache-2.0
// Pages of ST's EEPROM emulation (AN2594): a status half-word, then records of a 16-bit value and the 16-bit number of
// the variable; the last record of a variable is its value. Such pages change while a board works.
#pragma once

#include <map>
#include <vector>

#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

enum class EepromStatus : std::uint8_t { valid, receiving };  // 0x0000, 0xEEEE; an erased page (0xFFFF) shows nothing

struct EepromPage {
    AddressRange range;
    EepromStatus status = EepromStatus::valid;
    std::uint32_t records = 0;
    std::map<std::uint16_t, std::uint16_t> variables;  // number -> value, as the firmware would read them
};

// Pages whose whole content is a status, records and then nothing but erased words.
[[nodiscard]] std::vector<EepromPage> find_eeprom_pages(const FlashView& flash, std::uint32_t page_bytes);

}  // namespace jig::inspect
