// SPDX-License-Identifier: Apache-2.0
// Paths that part: made up step by step, and of the demo firmware.
#include "inspect/boot/divergence.hpp"

#include <gtest/gtest.h>

#include "inspect/boot/boot.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using testing::golden_uid;
using testing::target_uid;

// A program of 2-byte instructions, one a step.
machine::PathLog path_of(std::initializer_list<std::uint32_t> addresses) {
    machine::PathLog log(1 << 16);
    for (const std::uint32_t address : addresses) log.step(address, address + 2, false);
    return log;
}

const Bytes nops = [] {
    Bytes flash;
    for (int i = 0; i < 512; ++i) flash.insert(flash.end(), {0x00, 0xBF});
    return flash;
}();

TEST(Divergence, is_none_between_equal_paths) {
    const auto path = path_of({0x08000000, 0x08000002, 0x08000010, 0x08000012, 0x08000000});
    EXPECT_TRUE(compare_paths(path, path, nops).divergences.empty());
}

TEST(Divergence, names_the_branch_and_both_ways) {
    // Both come to 0x08000004; golden goes on, the copy jumps.
    const auto golden = path_of({0x08000000, 0x08000004, 0x08000006, 0x08000008, 0x08000020});
    const auto copy = path_of({0x08000000, 0x08000004, 0x08000040, 0x08000040, 0x08000040});
    const PathComparison result = compare_paths(golden, copy, nops);
    ASSERT_EQ(result.divergences.size(), 1U);
    EXPECT_EQ(result.divergences[0].pc, 0x08000004U);
    EXPECT_EQ(result.divergences[0].golden_next, 0x08000006U);
    EXPECT_EQ(result.divergences[0].copy_next, 0x08000040U);
    EXPECT_TRUE(result.divergences[0].golden_alone);
    EXPECT_TRUE(result.divergences[0].copy_alone);
    EXPECT_FALSE(result.divergences[0].rejoining.has_value());
    EXPECT_EQ(result.decisive, 0U);
}

TEST(Divergence, that_joins_again_does_not_decide) {
    // A loop over bits: the branch at 0x08000004 depends on data, both arms run on both boards; then they part for
    // good.
    machine::PathLog golden(1 << 16);
    machine::PathLog copy(1 << 16);
    const auto turn = [](machine::PathLog& log, bool bit) {
        log.step(0x08000000, 0x08000002, false);
        log.step(0x08000004, 0x08000006, false);
        if (bit) log.step(0x08000006, 0x08000008, false);
        log.step(bit ? 0x0800000A : 0x08000010, 0, false);
    };
    for (int i = 0; i < 32; ++i) {
        turn(golden, (0xF0F00F33U >> i & 1) != 0);
        turn(copy, (0x3C3C5A5AU >> i & 1) != 0);
    }
    for (int i = 0; i < 20; ++i) {
        golden.step(0x08000100, 0x08000102, false);
        copy.step(0x08000200, 0x08000202, false);
    }
    const PathComparison result = compare_paths(golden, copy, nops);
    ASSERT_GE(result.divergences.size(), 2U);
    ASSERT_TRUE(result.decisive.has_value());
    EXPECT_FALSE(result.divergences[0].golden_alone);
    const Divergence& decisive = result.divergences[*result.decisive];
    EXPECT_EQ(decisive.golden_next, 0x08000100U);
    EXPECT_TRUE(decisive.golden_alone);
}

TEST(Divergence, of_the_demo_firmware_is_decided_behind_its_check) {
    machine::PathLog golden(1 << 20);
    machine::PathLog copy(1 << 20);
    const World source = demo_world(golden_uid, golden_uid);
    ASSERT_TRUE(boot(source, {.duration = 500ms, .path = &golden}));
    ASSERT_TRUE(boot(demo_world(target_uid, golden_uid), {.duration = 500ms, .path = &copy}));
    const PathComparison result = compare_paths(golden, copy, source.flash);
    ASSERT_TRUE(result.decisive.has_value());
    const Divergence& decisive = result.divergences[*result.decisive];
    EXPECT_TRUE(decisive.golden_alone);
    EXPECT_TRUE(decisive.copy_alone);
    // `if (record_is_ours())`: one goes on to print "record ok", the other "record wrong".
    EXPECT_EQ(decisive.golden_next, decisive.pc + 2);
    EXPECT_GT(decisive.copy_next, decisive.pc);
}

}  // namespace
}  // namespace jig::inspect
