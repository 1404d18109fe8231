// SPDX-License-Identifier: Apache-2.0
// Which input alone makes the difference: planted ones are named, the others are cleared.
#include "inspect/boot/counterfactual.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using ::testing::ElementsAre;
using testing::golden_uid;
using testing::target_uid;

std::vector<std::string> names_of(const std::vector<Trial>& trials, bool (Trial::*chosen)() const) {
    std::vector<std::string> names;
    for (const Trial& trial : trials)
        if ((trial.*chosen)()) names.push_back(trial.input.name);
    return names;
}

TEST(Counterfactual, clears_everything_but_the_whole_uid_of_a_naive_copy) {
    const World golden = demo_world(golden_uid, golden_uid);
    World copy = demo_world(target_uid, golden_uid);
    copy.backup[3] = 0x1234;
    copy.option_bytes[4] = 0x55;  // Data0
    copy.option_bytes[5] = 0xAA;
    const auto result = compare_boots(golden, copy, {.duration = 1s});
    ASSERT_TRUE(result);
    EXPECT_THAT(names_of(result->trials, &Trial::proves), ElementsAre("the whole UID"));
    EXPECT_EQ(result->trials.size(), 6U);
    EXPECT_EQ(result->boots, 14U);
}

TEST(Counterfactual, names_the_crystal_that_is_missing) {
    const World golden = demo_world(golden_uid, golden_uid);
    World copy = golden;
    copy.board.chip.hse_hz = 0;
    const auto result = compare_boots(golden, copy, {.duration = 1s});
    ASSERT_TRUE(result);
    EXPECT_THAT(names_of(result->trials, &Trial::proves), ElementsAre("the HSE crystal"));
}

TEST(Counterfactual, names_the_flash_bytes_that_matter) {
    const World golden = demo_world(golden_uid, golden_uid);
    World copy = golden;
    copy.flash[0x7003] ^= 0x40;
    copy.flash[0x30000] = 0x00;  // nobody reads it
    const auto result = compare_boots(golden, copy, {.duration = 1s});
    ASSERT_TRUE(result);
    EXPECT_THAT(names_of(result->trials, &Trial::proves), ElementsAre("flash 0x08007003-0x08007003"));
}

TEST(Counterfactual, tries_nothing_when_both_end_alike) {
    const auto result =
        compare_boots(demo_world(golden_uid, golden_uid), demo_world(target_uid, target_uid), {.duration = 1s});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->trials.empty());
    EXPECT_EQ(result->boots, 2U);
}

}  // namespace
}  // namespace jig::inspect
