// SPDX-License-Identifier: Apache-2.0
// Where two boards part: the runs around the branch, the moment, and the registers that decided.
#include "inspect/report/paired_boots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/report/testing/demo_case.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using machine::Jump;
using ::testing::ElementsAre;
using testing::golden_uid;
using ::testing::IsEmpty;
using testing::target_uid;

std::string words(const std::vector<StraightRun>& runs) {
    std::string all;
    for (const StraightRun& run : runs)
        all += (all.empty() ? "" : " ") + std::to_string(run.first) + "-" + std::to_string(run.last);
    return all;
}

// 100 to 110 and on to 200, where 204 decides: back to 100, or on to 300 from 220.
const std::vector<Jump> looping = {{0, 100}, {110, 200}, {204, 100}, {110, 200}, {220, 300}};

TEST(Runs, before_a_branch_end_with_it) {
    EXPECT_EQ(words(runs_before(looping, 2, 204)), "100-110 200-204");
    EXPECT_EQ(words(runs_before(looping, 4, 204)), "100-110 200-204 100-110 200-204");
    EXPECT_EQ(words(runs_before(looping, 0, 204)), "");
}

TEST(Runs, after_a_branch_begin_where_it_led) {
    EXPECT_EQ(words(runs_after(looping, 2, 204, 100)), "100-110 200-220") << "it jumped";
    EXPECT_EQ(words(runs_after(looping, 4, 204, 206)), "206-220") << "it did not jump";
    EXPECT_EQ(words(runs_after(looping, 5, 300, 302)), "");
}

TEST(Runs, are_only_the_nearest) {
    const std::vector<Jump> many(100, Jump{40, 20});
    EXPECT_EQ(runs_before(many, 90, 40).size(), most_runs);
    EXPECT_EQ(runs_after(many, 10, 40, 20).size(), most_runs);
}

TEST(PairedBoots, find_the_moment_and_the_registers_of_a_naive_copy) {
    const testing::DemoCase demo(target_uid, golden_uid);
    const auto pair = boot_pair(demo.the_case());
    ASSERT_TRUE(pair);
    ASSERT_TRUE(pair->parting);
    const Parting& parting = *pair->parting;
    EXPECT_EQ(parting.branch.pc, 0x08000286U);
    EXPECT_TRUE(parting.decides);
    ASSERT_FALSE(parting.before.empty());
    EXPECT_EQ(parting.before.back().last, parting.branch.pc);
    EXPECT_EQ(parting.golden_after.front().first, parting.branch.golden_next);
    EXPECT_EQ(parting.copy_after.front().first, parting.branch.copy_next);
    ASSERT_TRUE(parting.golden);
    ASSERT_TRUE(parting.copy);
    EXPECT_GT(parting.golden->at, 10ms);
    EXPECT_LT(parting.golden->at, 20ms);
    EXPECT_EQ(parting.golden->registers[2], 1U) << "cbz r2: the record fits";
    EXPECT_EQ(parting.copy->registers[2], 0U);
}

TEST(PairedBoots, that_end_alike_do_not_part) {
    const testing::DemoCase demo(target_uid, target_uid);
    const auto pair = boot_pair(demo.the_case());
    ASSERT_TRUE(pair);
    EXPECT_THAT(pair->differences, IsEmpty());
    EXPECT_FALSE(pair->parting);
}

TEST(PairedBoots, of_a_golden_board_alone_are_one) {
    const testing::DemoCase demo;
    const auto pair = boot_pair(demo.the_case());
    ASSERT_TRUE(pair);
    EXPECT_FALSE(pair->copy);
    EXPECT_EQ(pair->boots, 1U);
    EXPECT_EQ(pair->golden.duration, least_drawn);
}

}  // namespace
}  // namespace jig::inspect
