// SPDX-License-Identifier: Apache-2.0
// What lies in the golden flash.
#include <fmt/format.h>

#include "inspect/findings/experts.hpp"

namespace jig::inspect {

Opinion describe_layout(const Case& the_case) {
    Opinion opinion;
    const Layout& layout = the_case.golden.layout;
    if (layout.used.empty())
        opinion.notes.push_back({.kind = "layout", .where = {}, .text = "the golden flash is erased"});
    for (const FirmwarePart& part : layout.firmware)
        opinion.notes.push_back(
            {.kind = "layout",
             .where = {part.range},
             .text = fmt::format("a vector table at {}, its reset handler at {}", hex_address(part.table.address),
                                 hex_address(part.table.reset_handler & ~1u))});
    for (const EepromPage& page : layout.eeprom)
        opinion.notes.push_back({.kind = "layout",
                                 .where = {page.range},
                                 .text = fmt::format("a page of EEPROM emulation with {} records: settings, which "
                                                     "differ between healthy boards",
                                                     page.records)});
    return opinion;
}

}  // namespace jig::inspect
