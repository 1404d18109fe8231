// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/uid_role.hpp"

#include <gtest/gtest.h>

#include "inspect/boot/outcome.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using testing::golden_uid;
using testing::target_uid;

TEST(UidRole, of_a_lock_is_one_outcome_for_all_other_chips) {
    const World golden = demo_world(golden_uid, golden_uid);
    const BootPlan plan{.duration = 500ms};
    const auto golden_end = boot(golden, plan);
    const auto foreign_end = boot(demo_world(target_uid, golden_uid), plan);
    ASSERT_TRUE(golden_end && foreign_end);
    const auto role = find_uid_role(golden, plan, *golden_end, *foreign_end);
    ASSERT_TRUE(role);
    EXPECT_TRUE(role->is_lock);
    EXPECT_EQ(role->chips, 1 + most_invented_chips);
    EXPECT_EQ(role->outcomes, 1U);
}

TEST(UidRole, is_asked_with_chips_that_differ_in_every_word) {
    for (unsigned number = 0; number <= most_invented_chips; ++number) {
        const auto invented = invented_uid(golden_uid, number);
        EXPECT_EQ(invented, invented_uid(golden_uid, number));
        EXPECT_NE(invented, invented_uid(golden_uid, number + 1));
        for (std::size_t word = 0; word < 12; word += 4)
            EXPECT_FALSE(std::equal(invented.begin() + word, invented.begin() + word + 4, golden_uid.begin() + word));
    }
}

BootRecord blinking(std::chrono::milliseconds half_period) {
    BootRecord record;
    record.duration = 2s;
    PinActivity& pin = record.pins[{'B', 1}];
    for (machine::Picoseconds at = half_period; at < record.duration; at += half_period) {
        pin.last = pin.last == machine::Level::high ? machine::Level::low : machine::Level::high;
        pin.kept.push_back({at, {'B', 1}, pin.last});
        ++pin.edges;
    }
    return record;
}

TEST(UidRole, tells_a_lock_from_a_number_by_what_other_chips_share) {
    const BootRecord golden = blinking(100ms);
    const BootRecord locked[] = {blinking(60ms), blinking(60ms), blinking(60ms)};
    const BootRecord numbered[] = {blinking(60ms), blinking(180ms), blinking(60ms)};
    const BootRecord one_like_golden[] = {blinking(60ms), blinking(100ms)};
    EXPECT_TRUE(share_another_outcome(golden, locked));
    EXPECT_FALSE(share_another_outcome(golden, numbered));
    EXPECT_FALSE(share_another_outcome(golden, one_like_golden));
    EXPECT_FALSE(share_another_outcome(golden, {}));
}

TEST(UidRole, is_a_lock_where_another_chip_fails) {
    BootRecord golden = blinking(100ms);
    golden.settled = Settled::sleep;
    BootRecord other = blinking(60ms);
    other.settled = Settled::loop;
    EXPECT_FALSE(ends_worse(golden, other));
    other.faults.resize(1);
    EXPECT_TRUE(ends_worse(golden, other));
    other.faults.clear();
    other.settled = Settled::locked_up;
    EXPECT_TRUE(ends_worse(golden, other));
}

}  // namespace
}  // namespace jig::inspect
