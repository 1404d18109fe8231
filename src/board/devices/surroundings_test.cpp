// SPDX-License-Identifier: Apache-2.0
// Devices on a whole board: several on one bus, copies in the middle of something, and power.
#include "board/devices/surroundings.hpp"

#include <gtest/gtest.h>

#include "board/testing/device_links.hpp"

namespace jig::board {
namespace {

using testing::BoardOnDesk;
using testing::Bytes;
using testing::spi1_exchange;
using namespace std::chrono_literals;

Bytes exchange(BoardOnDesk& desk, const Bytes& out) {
    Bytes in;
    testing::select_pa4(desk, true);
    for (const std::uint8_t byte : out) in.push_back(spi1_exchange(desk, byte));
    testing::select_pa4(desk, false);
    return in;
}

TEST(Surroundings, an_unselected_flash_leaves_miso_high) {
    BoardOnDesk desk(testing::board_with_devices());
    testing::open_spi1(desk);
    EXPECT_EQ(spi1_exchange(desk, 0x9F), 0xFF);
    EXPECT_EQ(spi1_exchange(desk, 0), 0xFF);
    testing::select_pa4(desk, true);
    spi1_exchange(desk, 0x9F);
    EXPECT_EQ(spi1_exchange(desk, 0), 0xEF);
}

TEST(Surroundings, two_flashes_on_one_bus_are_told_apart_by_their_select) {
    BoardDescription description = testing::board_with_devices();
    SpiFlashDescription second = description.devices.spi_flashes[0];
    second.select = {'A', 3};
    second.config.jedec = {0xC8, 0x40, 0x17};
    description.devices.spi_flashes.push_back(second);
    BoardOnDesk desk(description);
    testing::open_spi1(desk);
    EXPECT_EQ(exchange(desk, {0x9F, 0})[1], 0xEF);
    desk.write(0x40010810, 1u << 3);
    desk.write(0x40010800, 0xB4B33444);
    desk.write(0x40010810, 1u << 19);
    spi1_exchange(desk, 0x9F);
    EXPECT_EQ(spi1_exchange(desk, 0), 0xC8);
}

TEST(Surroundings, sixteen_bit_frames_are_two_bytes) {
    BoardOnDesk desk(testing::board_with_devices());
    testing::open_spi1(desk);
    desk.write(0x40013000, 0xB44);
    testing::select_pa4(desk, true);
    desk.write(0x4001300C, 0x9F00);
    desk.pass(10us);
    EXPECT_EQ(desk.read(0x4001300C), 0xFFEFu);
}

TEST(Surroundings, a_copy_in_the_middle_of_a_command_ends_it_by_itself) {
    BoardOnDesk desk(testing::board_with_devices());
    testing::open_spi1(desk);
    exchange(desk, {0x06});
    testing::select_pa4(desk, true);
    for (const std::uint8_t byte : Bytes{0x02, 0, 0, 0}) spi1_exchange(desk, byte);
    desk.write(0x4001300C, 0x5A);  // on its way when the copy is made
    BoardOnDesk memory;
    Board copy(desk.board, {memory.flash, memory.option_bytes, memory.backup});
    copy.run_until(copy.chip().now() + 100us);
    copy.chip().debug_write(0x40010810, machine::Width::word, 0x10);
    EXPECT_EQ(copy.devices().spi_flash(0).memory().read(0), 0x5A);
    EXPECT_EQ(desk.board.devices().spi_flash(0).memory().read(0), 0xFF);
    desk.pass(100us);
    testing::select_pa4(desk, false);
    EXPECT_EQ(desk.board.devices().spi_flash(0).memory().read(0), 0x5A);
}

TEST(Surroundings, contents_outlive_the_boards_power_and_latches_do_not) {
    BoardOnDesk desk(testing::board_with_devices());
    testing::open_spi1(desk);
    exchange(desk, {0x06});
    exchange(desk, {0x02, 0, 0, 0, 0x77});
    desk.pass(1ms);
    exchange(desk, {0x06});
    desk.board.power_off();
    testing::open_spi1(desk);
    EXPECT_EQ(exchange(desk, {0x05, 0})[1], 0) << "write enable is forgotten";
    EXPECT_EQ(exchange(desk, {0x03, 0, 0, 0, 0})[4], 0x77);
}

TEST(Surroundings, nothing_listens_on_a_board_without_devices) {
    BoardOnDesk desk;
    EXPECT_TRUE(desk.board.devices().listens_to().empty());
}

}  // namespace
}  // namespace jig::board
