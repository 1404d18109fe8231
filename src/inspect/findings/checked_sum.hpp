// SPDX-License-Identifier: Apache-2.0
// A checksum that the golden firmware computes itself: over a range that its boot reads, with the value in a place that
// its boot loads, wherever that is. Storing the right value in the copy shows whether nothing else is wrong with it.
#pragma once

#include <optional>

#include "inspect/boot/boot.hpp"
#include "inspect/checksum/place.hpp"

namespace jig::inspect {

struct CheckedSum {
    ChecksumPlace place;
    std::uint32_t right_value = 0;  // what the copy's bytes give
};

struct CheckedSumQuery {
    const World* golden = nullptr;
    const World* copy = nullptr;
    const BootRecord* golden_end = nullptr;
    BootPlan plan;
    AddressRange differing;  // flash that decides; what is looked for covers it
};

struct CheckedSumAnswer {
    std::optional<CheckedSum> sum;  // with its right value stored, the copy ends as the golden board does
    std::size_t boots = 0;
};

// Errors: as boot().
[[nodiscard]] Result<CheckedSumAnswer> find_checked_sum(const CheckedSumQuery& query);

}  // namespace jig::inspect
