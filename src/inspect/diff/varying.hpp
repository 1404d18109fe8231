// SPDX-License-Identifier: Apache-2.0
// Where dumps differ, byte by byte, joined into runs; and what of the flash only some of them hold.
#pragma once

#include <span>
#include <vector>

#include "inspect/diff/dump.hpp"

namespace jig::inspect {

enum class FieldClass : std::uint8_t {
    per_version,      // the same on all boards with the same firmware
    unit_or_version,  // the dumps cannot tell: no two boards with the same firmware
    per_unit,         // differs between boards with the same firmware
    volatile_,        // differs between two reads of one board
};
[[nodiscard]] std::string_view name_of(FieldClass kind);  // "per version", …

struct VaryingRun {
    AddressRange range;
    FieldClass kind = FieldClass::per_version;
    std::vector<std::size_t> holders;  // dumps that have these addresses
};

// Flash that at least one dump holds and at least one does not.
struct MissingRange {
    AddressRange range;
    std::vector<std::size_t> absent_in;
};

struct VaryingFlash {
    std::vector<VaryingRun> runs;  // in the order of their addresses
    std::vector<MissingRange> missing;
    std::size_t compared_bytes = 0;  // addresses that two dumps or more hold
    std::size_t varying_bytes = 0;
};
[[nodiscard]] VaryingFlash find_varying(std::span<const Dump> dumps);

}  // namespace jig::inspect
