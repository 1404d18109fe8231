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

TEST(Outcome, minds_a_word_that_is_missing_unless_time_was_up) {
    EXPECT_THAT(outcome_differences(with_text("ok\r\n"), with_text("")), ::testing::SizeIs(1));
    BootRecord golden = with_text("ready\r\ntick\r\ntick\r\n");
    BootRecord copy = with_text("ready\r\ntick\r\n");
    golden.duration = copy.duration = std::chrono::seconds{2};
    golden.uart_moments[1] = {{std::chrono::milliseconds{10}, 13}, {std::chrono::milliseconds{1950}, 19}};
    EXPECT_THAT(outcome_differences(golden, copy), IsEmpty());
    golden.uart_moments[1][1].at = std::chrono::milliseconds{1500};
    EXPECT_THAT(outcome_differences(golden, copy), ::testing::SizeIs(1));
}

TEST(Outcome, lets_a_slow_lamp_be_at_another_moment_of_its_blinking) {
    const auto blinking = [](std::chrono::milliseconds shift, unsigned edges) {
        BootRecord record;
        record.duration = std::chrono::seconds{2};
        PinActivity& pin = record.pins[{'B', 1}];
        for (unsigned i = 0; i < edges; ++i) {
            pin.last = i % 2 == 0 ? machine::Level::high : machine::Level::low;
            pin.kept.push_back({shift + i * std::chrono::milliseconds{650}, {'B', 1}, pin.last});
        }
        pin.edges = edges;
        return record;
    };
    EXPECT_THAT(outcome_differences(blinking(10ms, 4), blinking(55ms, 3)), IsEmpty());
    EXPECT_THAT(outcome_differences(blinking(10ms, 4), blinking(10ms, 1)), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace jig::inspect
