// SPDX-License-Identifier: Apache-2.0
// A plan's runs cut into the blocks that travel to the loader: pure.
#pragma once

#include <cstdint>
#include <vector>

#include "flash/plan.hpp"

namespace jig::flash {

// One transfer to the loader: `bytes` go to `address`.
struct Block {
    std::uint32_t address = 0;
    ByteView bytes;                // a view into the plan
    std::uint32_t half_words = 0;  // of them not blank: what it costs to program
};

// Blocks of at most `limit` bytes (even) in address order; none crosses the end of a run.
[[nodiscard]] std::vector<Block> cut_blocks(const Plan& plan, std::uint32_t limit);

}  // namespace jig::flash
