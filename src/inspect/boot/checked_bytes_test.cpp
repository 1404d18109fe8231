// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/checked_bytes.hpp"

#include <gtest/gtest.h>

#include "inspect/boot/divergence.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using testing::golden_uid;
using testing::target_uid;

TEST(CheckedBytes, are_the_twelve_of_the_demo_firmwares_record) {
    const World golden = demo_world(golden_uid, golden_uid);
    const World copy = demo_world(target_uid, golden_uid);
    const BootPlan plan{.duration = 500ms};
    machine::PathLog golden_path(1 << 20);
    machine::PathLog copy_path(1 << 20);
    const auto golden_end = boot(golden, {.duration = plan.duration, .path = &golden_path});
    const auto copy_end = boot(copy, {.duration = plan.duration, .path = &copy_path});
    ASSERT_TRUE(golden_end && copy_end);
    const PathComparison paths = compare_paths(golden_path, copy_path, golden.flash);
    ASSERT_TRUE(paths.decisive.has_value());
    const auto uid_read = std::ranges::find(golden_end->reads, machine::ReadKind::uid, &machine::LoggedRead::kind);
    ASSERT_NE(uid_read, golden_end->reads.end());
    const auto found = find_checked_bytes(
        golden, plan, {.first_instruction = uid_read->first_instruction - 100, .decided_by = uid_read->first_at + 1ms},
        *golden_end, *copy_end);
    ASSERT_TRUE(found);
    ASSERT_FALSE(found->empty());
    EXPECT_EQ(to_string(found->front().range), "0x08007000-0x0800700b");
    EXPECT_TRUE(found->front().apart);
}

}  // namespace
}  // namespace jig::inspect
