// SPDX-License-Identifier: Apache-2.0
#include "board/board.hpp"

#include <gtest/gtest.h>

#include "board/testing/board_on_desk.hpp"

namespace jig::board {
namespace {

using machine::Level;
using machine::Pin;
using testing::BoardOnDesk;
using testing::plain_board;
using namespace std::chrono_literals;

constexpr std::uint32_t APB2ENR = 0x40021018, GPIOB_CRL = 0x40010C00, GPIOB_BSRR = 0x40010C10, GPIOC_IDR = 0x40011008;

// PB0 and PB1 as push-pull outputs, driven low.
void drive_lamps(BoardOnDesk& desk) {
    desk.board.power_on();
    desk.pass(10ms);
    desk.write(APB2ENR, 1u << 3);
    desk.write(GPIOB_CRL, 0x44444422);
    desk.pass(1us);
}

TEST(Board, lamps_are_dark_until_their_pin_is_driven) {
    BoardOnDesk desk;
    EXPECT_FALSE(desk.board.chip().powered());
    desk.board.power_on();
    desk.pass(10ms);
    for (const LampState& lamp : desk.board.lamps()) {
        EXPECT_FALSE(lamp.lit);
        EXPECT_EQ(lamp.toggles, 0u);
    }
    EXPECT_EQ(desk.board.lamps()[0].name, "green");
    EXPECT_EQ(desk.board.lamps()[1].name, "red");
}

TEST(Board, lamps_count_toggles_and_know_their_period) {
    BoardOnDesk desk;
    drive_lamps(desk);
    for (int turn = 0; turn < 3; ++turn) {
        desk.write(GPIOB_BSRR, 2);
        desk.pass(100ms);
        desk.write(GPIOB_BSRR, 2 << 16);
        desk.pass(150ms);
    }
    const LampState& green = desk.board.lamps()[0];
    EXPECT_FALSE(green.lit);
    EXPECT_EQ(green.toggles, 6u);
    EXPECT_EQ(green.period, machine::Picoseconds{250ms});
    EXPECT_EQ(green.last_change - green.last_lit, machine::Picoseconds{100ms});
    EXPECT_EQ(desk.board.lamps()[1].toggles, 0u);
}

TEST(Board, an_active_low_lamp_is_lit_by_a_low_pin_and_not_by_a_floating_one) {
    BoardDescription description = plain_board();
    description.lamps[1].active_low = true;
    BoardOnDesk desk(description);
    desk.board.power_on();
    EXPECT_FALSE(desk.board.lamps()[1].lit);
    drive_lamps(desk);
    EXPECT_TRUE(desk.board.lamps()[1].lit);
    desk.write(GPIOB_BSRR, 1);
    desk.pass(1us);
    EXPECT_FALSE(desk.board.lamps()[1].lit);
}

TEST(Board, power_off_darkens_and_power_on_starts_the_count_anew) {
    BoardOnDesk desk;
    drive_lamps(desk);
    desk.write(GPIOB_BSRR, 2);
    desk.pass(1us);
    EXPECT_TRUE(desk.board.lamps()[0].lit);
    desk.board.power_off();
    EXPECT_FALSE(desk.board.chip().powered());
    EXPECT_FALSE(desk.board.lamps()[0].lit);
    EXPECT_EQ(desk.board.lamps()[0].toggles, 2u);
    desk.board.power_on();
    EXPECT_EQ(desk.board.lamps()[0].toggles, 0u);
}

TEST(Board, pins_carry_the_levels_of_the_description) {
    BoardDescription description = plain_board();
    description.pins = {{Pin{'C', 13}, Level::low}, {Pin{'C', 14}, Level::high}};
    BoardOnDesk desk(description);
    desk.board.power_on();
    desk.pass(10ms);
    desk.write(APB2ENR, 1u << 4);
    EXPECT_EQ(desk.read(GPIOC_IDR), 0xDFFFu);
}

TEST(Board, a_copy_goes_its_own_way) {
    BoardOnDesk desk;
    drive_lamps(desk);
    desk.write(GPIOB_BSRR, 2);
    desk.pass(1us);
    BoardOnDesk memory;
    Board copy(desk.board, {memory.flash, memory.option_bytes, memory.backup});
    EXPECT_TRUE(copy.lamps()[0].lit);
    copy.chip().debug_write(GPIOB_BSRR, machine::Width::word, 2 << 16);
    copy.run_until(copy.chip().now() + 1us);
    EXPECT_FALSE(copy.lamps()[0].lit);
    EXPECT_TRUE(desk.board.lamps()[0].lit);
}

}  // namespace
}  // namespace jig::board
