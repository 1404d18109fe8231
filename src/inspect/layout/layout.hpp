// SPDX-License-Identifier: Apache-2.0
// What lies in one flash: firmware images with their vector tables and the base they were linked for, EEPROM-emulation
// pages, strings, used runs. Facts only; what follows from them is for others to say.
#pragma once

#include "inspect/layout/eeprom_page.hpp"
#include "inspect/layout/extent.hpp"
#include "inspect/layout/link_base.hpp"
#include "inspect/layout/strings.hpp"
#include "inspect/layout/vector_table.hpp"

namespace jig::inspect {

// A vector table and the flash up to the next one, or to the end of what is used.
struct FirmwarePart {
    VectorTable table;
    AddressRange range;
    std::optional<LinkBase> link;  // nothing: not enough pointers to tell

    // Linked for an address other than the one where it lies.
    [[nodiscard]] bool displaced() const { return link && link->base != range.start && link->fit > 2 * link->fit_here; }
};

struct Layout {
    std::vector<FirmwarePart> firmware;  // bootloader first, if there is one
    std::vector<EepromPage> eeprom;
    std::vector<AddressRange> used;
    std::vector<FlashString> strings;
};
[[nodiscard]] Layout flash_layout(const FlashView& flash, std::uint32_t page_bytes);

// "a vector table at 0x08000000", "the EEPROM-emulation page 0x0803f800-0x0803ffff", "a string", or nothing: what
// `range` lies in, or reaches into. A text that is all of the range is no owner.
[[nodiscard]] std::string owner_of(const Layout& layout, const AddressRange& range);

}  // namespace jig::inspect
