// SPDX-License-Identifier: Apache-2.0
// What comparators watch for the ranges that people ask for.
#include "dap/watch_cover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jig::dap {
namespace {

using ::testing::ElementsAreArray;

struct CoverRow {
    const char* what;
    std::vector<AddressRange> ranges;
    std::vector<WatchBlock> blocks;
};

TEST(WatchCover, takes_the_fewest_blocks_and_widens_where_four_are_not_enough) {
    const CoverRow rows[] = {
        {"the UID", {{0x1FFFF7E8, 12}}, {{0x1FFFF7E8, 3}, {0x1FFFF7F0, 2}}},
        {"option bytes, stored and loaded",
         {{0x1FFFF800, 16}, {0x4002201C, 8}},
         {{0x1FFFF800, 4}, {0x4002201C, 2}, {0x40022020, 2}}},
        {"one byte is a word", {{0x20000003, 1}}, {{0x20000000, 2}}},
        {"bytes across two words", {{0x20000003, 2}}, {{0x20000000, 3}}},
        {"what overlaps is watched once", {{0x20000000, 16}, {0x20000004, 4}}, {{0x20000000, 4}}},
        {"eight pieces, joined where it costs least",
         {{0x40006C04, 40}, {0x40006C40, 128}},
         {{0x40006C00, 5}, {0x40006C20, 4}, {0x40006C40, 6}, {0x40006C80, 6}}},
        {"all that fits",
         {{0x08000000, 4 << 15}},
         {{0x08000000, 15}, {0x08008000, 15}, {0x08010000, 15}, {0x08018000, 15}}},
        {"the last word there is", {{0xFFFFFFFC, 4}}, {{0xFFFFFFFC, 2}}},
        {"nothing", {}, {}},
    };
    for (const CoverRow& row : rows) {
        SCOPED_TRACE(row.what);
        const auto blocks = cover(row.ranges, 4);
        ASSERT_TRUE(blocks) << blocks.error().what;
        EXPECT_THAT(*blocks, ElementsAreArray(row.blocks));
        for (const AddressRange& range : row.ranges) {
            for (std::uint64_t at = range.start; at < range.end(); at += 4) {
                EXPECT_TRUE(std::ranges::any_of(*blocks, [&](auto& block) {
                    return block.range().contains(static_cast<std::uint32_t>(at));
                })) << at;
            }
        }
    }
}

TEST(WatchCover, refuses_what_no_four_blocks_hold) {
    const std::vector<std::vector<AddressRange>> rows = {
        {{0x08000000, 0x40000}},                                                       // longer
        {{0x08000004, 4 << 15}},                                                       // out of line
        {{0, 4}, {0x10000000, 4}, {0x20000000, 4}, {0x30000000, 4}, {0x40000000, 4}},  // scattered
        {{0, 0xFFFFFFFF}},
    };
    for (const auto& ranges : rows) {
        const auto blocks = cover(ranges, 4);
        ASSERT_FALSE(blocks);
        EXPECT_EQ(blocks.error().kind, ErrorKind::refused);
        EXPECT_EQ(blocks.error().what,
                  "the chip watches at most 4 blocks of 32 KB at a time, and what is asked for does not fit into them; "
                  "watch less, or one part after the other");
    }
}

}  // namespace
}  // namespace jig::dap
