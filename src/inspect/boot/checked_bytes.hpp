// SPDX-License-Identifier: Apache-2.0
// Which bytes of flash a program's decision depends on: those it loads as data before it decides, and whose change
// alone makes the golden board end as the copy does.
#pragma once

#include <vector>

#include "inspect/boot/boot.hpp"

namespace jig::inspect {

struct CheckedBytes {
    AddressRange range;
    std::vector<std::uint32_t> loaded_by;  // instructions
    // It lies by itself: in a page without executed code, or with erased flash around it. A record does; the constants
    // that a check compares with lie among others.
    bool apart = false;
};

struct DecisionPoint {
    std::uint64_t first_instruction = 0;  // where looking at loads begins: the first read of the identity
    std::size_t jumps = 0;                // of Thread mode before the decision
};

// More ranges than this are not tried one by one.
inline constexpr std::size_t most_ranges_tried = 24;

// Best first: apart before among others, then by address. `golden_end` and `copy_end` are what both
// boards ended with under the same plan. Errors: as boot().
[[nodiscard]] Result<std::vector<CheckedBytes>> find_checked_bytes(const World& golden, const BootPlan& plan,
                                                                   const DecisionPoint& decision,
                                                                   const BootRecord& golden_end,
                                                                   const BootRecord& copy_end);

}  // namespace jig::inspect
