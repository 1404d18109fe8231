// SPDX-License-Identifier: Apache-2.0
// Boots of small programs and of the demo firmware, and what they leave on record.
#include "inspect/boot/boot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/testing/demo_world.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using testing::demo_world;
using testing::golden_uid;
using testing::target_uid;

std::string text(const BootRecord& record, unsigned usart) {
    const auto found = record.uart.find(usart);
    return found == record.uart.end() ? "" : std::string(found->second.begin(), found->second.end());
}

TEST(Boot, records_what_a_healthy_board_shows) {
    const auto record = boot(demo_world(golden_uid, golden_uid), {.duration = 2s});
    ASSERT_TRUE(record);
    EXPECT_EQ(text(*record, 1), "jig demo firmware 2.0\r\nrecord ok\r\n");
    EXPECT_EQ(record->lamps[0].toggles, 8U);
    EXPECT_EQ(record->lamps[1].toggles, 0U);
    EXPECT_EQ(record->settled, Settled::sleep);
    EXPECT_TRUE(record->resets.empty());
    EXPECT_TRUE(record->faults.empty());
    EXPECT_TRUE(record->unmodelled.empty());
}

TEST(Boot, knows_when_a_text_was_sent) {
    const auto record = boot(demo_world(golden_uid, golden_uid), {.duration = 500ms});
    ASSERT_TRUE(record);
    const std::vector<UartMoment>& moments = record->uart_moments.at(1);
    EXPECT_EQ(moments.back().bytes, record->uart.at(1).size());
    // 11.5 characters of 10 bits go through in a millisecond at 115200 Bd.
    UartMoment before{moments.front().at - 1ms};
    for (const UartMoment& moment : moments) {
        EXPECT_GE(moment.at - before.at, 1ms);
        EXPECT_GE(moment.bytes, before.bytes + 1);
        EXPECT_LE(moment.bytes, before.bytes + 12);
        before = moment;
    }
}

TEST(Boot, knows_who_read_the_unique_id) {
    const auto record = boot(demo_world(target_uid, golden_uid), {.duration = 500ms});
    ASSERT_TRUE(record);
    std::uint64_t uid_bytes = 0;
    for (const machine::LoggedRead& read : record->reads)
        if (read.kind == machine::ReadKind::uid) ++uid_bytes;
    EXPECT_EQ(uid_bytes, 12U);
    EXPECT_EQ(text(*record, 1), "jig demo firmware 2.0\r\nrecord wrong\r\n");
    EXPECT_GT(record->pins.at({'B', 0}).edges, record->pins.at({'B', 1}).edges);
}

TEST(Boot, goes_the_same_way_every_time) {
    machine::PathLog first(1 << 20);
    machine::PathLog second(1 << 20);
    const World world = demo_world(golden_uid, golden_uid);
    ASSERT_TRUE(boot(world, {.duration = 100ms, .path = &first}));
    ASSERT_TRUE(boot(world, {.duration = 100ms, .path = &second}));
    EXPECT_GT(first.jumps().size(), 1000U);
    EXPECT_EQ(first.jumps(), second.jumps());
}

TEST(Boot, stops_at_the_instruction_that_is_asked_for) {
    const auto started = Boot::start(demo_world(golden_uid, golden_uid), {.duration = 100ms});
    ASSERT_TRUE(started);
    for (const std::uint64_t number : {1U, 100U, 100'000U}) {
        (*started)->run_to_instruction(number);
        EXPECT_EQ((*started)->chip().instructions(), number);
    }
}

TEST(Boot, of_an_erased_flash_locks_up) {
    World world = demo_world(golden_uid, golden_uid);
    std::ranges::fill(world.flash, 0xFF);
    const auto record = boot(world, {.duration = 50ms});
    ASSERT_TRUE(record);
    EXPECT_EQ(record->settled, Settled::locked_up);
    EXPECT_TRUE(record->pins.empty());
}

TEST(Boot, with_a_watchdog_that_nobody_feeds_is_a_reset_loop) {
    World world = demo_world(golden_uid, golden_uid);
    world.option_bytes[2] = 0xFE;  // WDG_SW = 0
    world.option_bytes[3] = 0x01;
    const auto record = boot(world, {.duration = 4s});
    ASSERT_TRUE(record);
    EXPECT_EQ(record->settled, Settled::reset_loop);
    ASSERT_FALSE(record->resets.empty());
    EXPECT_EQ(record->resets.front().cause, machine::ResetCause::independent_watchdog);
}

TEST(Boot, can_start_where_a_bootloader_would_jump_to) {
    World world = demo_world(golden_uid, golden_uid);
    // A table at 0x08010000 whose program loops at once.
    constexpr std::uint32_t words[] = {0x20001000, 0x08010009, 0xE7FEE7FE};
    for (std::size_t i = 0; i < std::size(words); ++i)
        store_le32(MutableByteView(world.flash).subspan(0x10000 + 4 * i), words[i]);
    const auto record = boot(world, {.duration = 50ms, .from = 0x08010000});
    ASSERT_TRUE(record);
    EXPECT_EQ(record->settled, Settled::loop);
    EXPECT_EQ(record->final_pc, 0x08010008U);
    EXPECT_THAT(record->final_code, ::testing::ElementsAre(AddressRange{0x08010008, 2}));
}

TEST(Boot, refuses_to_start_where_no_vector_table_is) {
    const auto refused = boot(demo_world(golden_uid, golden_uid), {.duration = 50ms, .from = 0x08020000});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what,
              "no vector table can be at 0x08020000: give the address of one, a multiple of 0x80 whose second word is "
              "an odd address of code");
}

}  // namespace
}  // namespace jig::inspect
