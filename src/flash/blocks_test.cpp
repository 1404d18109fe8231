// SPDX-License-Identifier: Apache-2.0
#include "flash/blocks.hpp"

#include <gtest/gtest.h>

namespace jig::flash {
namespace {

Plan plan_with(std::vector<AddressRange> runs) {
    Plan plan{.geometry = {.base = 0x08000000, .size_bytes = 0x1000, .page_bytes = 0x400},
              .wanted = Bytes(0x1000, 0x55),
              .erase = {},
              .program = std::move(runs),
              .kept = {}};
    return plan;
}

TEST(Blocks, are_at_most_as_long_as_the_limit_and_stay_in_their_run) {
    const Plan plan = plan_with({{0x08000000, 10}, {0x08000800, 4}});
    const std::vector<Block> blocks = cut_blocks(plan, 4);
    ASSERT_EQ(blocks.size(), 4U);
    EXPECT_EQ(blocks[0].address, 0x08000000U);
    EXPECT_EQ(blocks[0].bytes.size(), 4U);
    EXPECT_EQ(blocks[2].address, 0x08000008U);
    EXPECT_EQ(blocks[2].bytes.size(), 2U);
    EXPECT_EQ(blocks[3].address, 0x08000800U);
    EXPECT_EQ(blocks[3].bytes.data(), plan.wanted.data() + 0x800);
}

TEST(Blocks, count_only_half_words_that_are_programmed) {
    Plan plan = plan_with({{0x08000000, 8}});
    plan.wanted[2] = plan.wanted[3] = 0xFF;
    const std::vector<Block> blocks = cut_blocks(plan, 4096);
    ASSERT_EQ(blocks.size(), 1U);
    EXPECT_EQ(blocks[0].half_words, 3U);
}

}  // namespace
}  // namespace jig::flash
