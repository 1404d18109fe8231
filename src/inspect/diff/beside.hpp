// SPDX-License-Identifier: Apache-2.0
// What differs beside the flash: option bytes by field, backup registers, identity registers, pins, crystals.
#pragma once

#include <string>
#include <vector>

#include "inspect/diff/dump.hpp"

namespace jig::inspect {

struct BesideDifference {
    std::string group;                  // "option bytes", "backup registers", "identity", "pins", "crystals"
    std::string name;                   // "WDG_SW", "DR1", "F_SIZE", "PA0", "hse"
    std::vector<std::string> values;    // one a dump; "not read" where it is missing
    std::vector<std::string> meanings;  // one a dump, of option bytes; else empty
};
[[nodiscard]] std::vector<BesideDifference> compare_beside(std::span<const Dump> dumps);

}  // namespace jig::inspect
