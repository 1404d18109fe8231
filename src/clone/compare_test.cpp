// SPDX-License-Identifier: Apache-2.0
#include "clone/compare.hpp"

#include <gtest/gtest.h>

namespace jig::clone {
namespace {

constexpr std::uint32_t base = 0x08000000;

std::vector<AddressRange> ranges_of(const std::vector<Difference>& all) {
    std::vector<AddressRange> ranges;
    for (const Difference& one : all) ranges.push_back(one.range);
    return ranges;
}

TEST(Compare, finds_nothing_in_equal_bytes) { EXPECT_TRUE(differences(base, Bytes(64, 1), Bytes(64, 1)).empty()); }

TEST(Compare, joins_runs_with_less_than_four_equal_bytes_between) {
    const Bytes wanted(64, 0);
    Bytes found = wanted;
    found[1] = found[5] = found[20] = found[25] = 1;
    EXPECT_EQ(ranges_of(differences(base, wanted, found)),
              (std::vector<AddressRange>{{base + 1, 5}, {base + 20, 1}, {base + 25, 1}}));
}

TEST(Compare, shows_both_sides) {
    const Bytes wanted(32, 0xAA);
    Bytes found = wanted;
    std::fill(found.begin() + 2, found.begin() + 30, 0xBB);
    const auto all = differences(base, wanted, found);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].range, (AddressRange{base + 2, 28}));
    EXPECT_EQ(all[0].wanted, Bytes(16, 0xAA));
    EXPECT_EQ(all[0].found, Bytes(16, 0xBB));
}

TEST(Compare, passes_over_what_is_excepted) {
    const Bytes wanted(16, 0);
    const Bytes found(16, 1);
    EXPECT_EQ(ranges_of(differences(base, wanted, found, {{base + 4, 8}})),
              (std::vector<AddressRange>{{base, 4}, {base + 12, 4}}));
}

TEST(Compare, stops_listing_runs_at_the_limit) {
    const Bytes wanted(10 * 100, 0);
    Bytes found = wanted;
    for (std::size_t i = 0; i < 100; ++i) found[10 * i] = 1;
    const auto all = differences(base, wanted, found);
    EXPECT_EQ(all.size(), most_differences);
    EXPECT_EQ(all.back().range.end(), base + 991);
}

TEST(Compare, counts_words) {
    Bytes second(16, 0);
    second[3] = second[4] = second[5] = 1;
    EXPECT_EQ(count_different_words(Bytes(16, 0), second), 2U);
}

}  // namespace
}  // namespace jig::clone
