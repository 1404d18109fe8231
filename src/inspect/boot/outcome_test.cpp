// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/outcome.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/boot/boot.hpp"
#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using ::testing::ElementsAre;
using testing::golden_uid;
using ::testing::IsEmpty;
using testing::target_uid;

BootRecord record_of(const World& world) { return boot(world, {.duration = 2s}).value(); }

TEST(Outcome, of_two_boards_with_their_own_records_is_alike) {
    EXPECT_THAT(outcome_differences(record_of(demo_world(golden_uid, golden_uid)),
                                    record_of(demo_world(target_uid, target_uid))),
                IsEmpty());
}

TEST(Outcome, of_a_copy_with_another_boards_record_differs_in_lamp_and_text) {
    EXPECT_THAT(
        outcome_differences(record_of(demo_world(golden_uid, golden_uid)),
                            record_of(demo_world(target_uid, golden_uid))),
        ElementsAre("PB0 stays low on the golden board and blinks every 200 ms on the copy",
                    "PB1 blinks every 500 ms on the golden board and stays low on the copy",
                    "USART1 ends with \"record ok\" on the golden board and with \"record wrong\" on the copy"));
}

TEST(Outcome, sees_a_board_that_only_resets) {
    World copy = demo_world(golden_uid, golden_uid);
    copy.option_bytes[2] = 0xFE;
    copy.option_bytes[3] = 0x01;
    BootPlan plan{.duration = 4s};
    const auto golden = boot(demo_world(golden_uid, golden_uid), plan);
    const auto reset = boot(copy, plan);
    ASSERT_TRUE(golden && reset);
    EXPECT_THAT(outcome_differences(*golden, *reset),
                ::testing::Contains("the golden board ends in: sleep, the copy in: reset-loop"));
}

BootRecord with_text(std::string_view text) {
    BootRecord record;
    record.uart[1] = {text.begin(), text.end()};
    return record;
}

TEST(Outcome, does_not_mind_another_serial_number) {
    EXPECT_THAT(
        outcome_differences(with_text("unit 34ffda05 ready, 25 C\r\n"), with_text("unit 51ff6c06 ready, 26 C\r\n")),
        IsEmpty());
    EXPECT_THAT(outcome_differences(with_text("unit 34ffda05 ready\r\n"), with_text("unit 34ffda05 locked\r\n")),
                ::testing::SizeIs(1));
}

}  // namespace
}  // namespace jig::inspect
