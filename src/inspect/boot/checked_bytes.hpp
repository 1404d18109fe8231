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
    bool ends_like_the_copy = false;  // with one bit changed; else it fails in a way of its own
    std::size_t last_load = 0;        // of all loads, in order
};

// How bytes are changed to see whether they matter: a record minds every bit, a measured value's weights do not.
inline constexpr std::uint8_t one_bit = 0x01;
inline constexpr std::uint8_t every_bit = 0xFF;

struct DecisionPoint {
    std::uint64_t first_instruction = 0;  // where looking at loads begins: the first read of the identity
    Picoseconds decided_by{0};            // looking ends with the slice in which the decision falls
    std::uint8_t change = one_bit;
    // The board with which it ends otherwise, which may load what the golden one need not: a second record.
    const World* other = nullptr;
};

// More ranges than this are not tried one by one.
inline constexpr std::size_t most_ranges_tried = 32;

// Where no range matters by itself, those apart that do together are found: two records, of which either will do.
// Best first: those whose change makes the golden board end as the copy does before those with which it ends in a way
// of its own, apart before among others, loaded late before loaded early: what is compared is loaded last. `golden_end`
// and `copy_end` are what both boards ended with under the same plan. Errors: as boot().
[[nodiscard]] Result<std::vector<CheckedBytes>> find_checked_bytes(const World& golden, const BootPlan& plan,
                                                                   const DecisionPoint& decision,
                                                                   const BootRecord& golden_end,
                                                                   const BootRecord& copy_end);

}  // namespace jig::inspect
