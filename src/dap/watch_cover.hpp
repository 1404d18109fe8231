// SPDX-License-Identifier: Apache-2.0
// Which blocks of addresses DWT comparators must watch so that they cover some ranges: pure arithmetic.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::dap {

// What one comparator can watch: 2^mask bytes, aligned to their size (DDI 0403 C1.8.15, DWT_MASKn).
struct WatchBlock {
    std::uint32_t start = 0;
    std::uint32_t mask = 0;

    [[nodiscard]] AddressRange range() const { return {start, 1U << mask}; }
    friend bool operator==(const WatchBlock&, const WatchBlock&) = default;
};

// The largest mask of a Cortex-M3 (DDI 0337, DWT_MASK0 to 3).
inline constexpr std::uint32_t largest_watch_mask = 15;

// At most `comparators` blocks, in order of address, that hold every word of `ranges`; where that many cannot cover
// them exactly the blocks are wider, as little as a greedy join makes them. Errors: refused (too much to watch).
[[nodiscard]] Result<std::vector<WatchBlock>> cover(std::span<const AddressRange> ranges, std::size_t comparators);

}  // namespace jig::dap
