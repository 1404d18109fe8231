// SPDX-License-Identifier: Apache-2.0
#include "clone/identify.hpp"

#include <gtest/gtest.h>

#include "chip/registers.hpp"
#include "clone/debug_board.hpp"
#include "clone/peripherals.hpp"
#include "clone/reading.hpp"
#include "clone/testing/desk_board.hpp"

namespace jig::clone {
namespace {

namespace RCC = chip::RCC;

using flash::testing::ChipTarget;
using machine::testing::ChipOnDesk;

machine::ChipConfig rc_config() { return testing::rc_config(0x43); }

std::uint32_t readable_bytes(ChipOnDesk& desk) {
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    return readable_flash_bytes(board, identify(board).value()).value();
}

TEST(Identify, tells_part_size_uid_and_protection_by_reading) {
    ChipOnDesk desk(rc_config());
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const Result<Identity> identity = identify(board);
    ASSERT_TRUE(identity) << identity.error().what;
    EXPECT_EQ(identity->part_name(), "STM32F103RC");
    EXPECT_EQ(identity->part_names(), "STM32F103RC, STM32F103VC or STM32F103ZC");
    EXPECT_EQ(identity->uid_hex(), "34ffda054e50383119651843");
    EXPECT_EQ(identity->flash_bytes(), 256U * 1024);
    EXPECT_EQ(identity->sram_bytes(), 48U * 1024);
    EXPECT_FALSE(identity->read_protected);
    EXPECT_TRUE(identity->write_protected(256 * 1024).empty());
    EXPECT_EQ(identity->silicon.key, "st");
    EXPECT_EQ(target.chip_memory().writes(), 0U);
}

TEST(Identify, says_that_a_chip_is_read_protected) {
    ChipOnDesk desk(rc_config());
    desk.memory.option_bytes[0] = 0x00;
    desk.memory.option_bytes[1] = 0xFF;
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const Result<Identity> identity = identify(board);
    ASSERT_TRUE(identity) << identity.error().what;
    EXPECT_TRUE(identity->read_protected);
}

TEST(Identify, believes_no_f_size_that_no_f1_can_have) {
    for (const int size : {0, 255, 2048, 0xFFFE, 0xFFFF}) {
        machine::ChipConfig config = rc_config();
        config.flash_size_register = static_cast<std::uint16_t>(size);
        ChipOnDesk desk(config);
        desk.start();
        ChipTarget target(desk.chip);
        DebugBoard board(target);
        const Result<Identity> identity = identify(board);
        ASSERT_TRUE(identity) << identity.error().what;
        EXPECT_FALSE(identity->flash_size_kb) << size;
        EXPECT_EQ(identity->flash_bytes(), 256U * 1024) << size;
        EXPECT_EQ(identity->part_name(), "STM32F103 high density") << size;
    }
}

TEST(Identify, refuses_a_chip_that_is_no_f103) {
    machine::ChipConfig config = rc_config();
    config.dbgmcu_idcode = 0x10076413;
    ChipOnDesk desk(config);
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const Result<Identity> identity = identify(board);
    ASSERT_FALSE(identity);
    EXPECT_EQ(identity.error().kind, ErrorKind::refused);
    EXPECT_EQ(identity.error().what,
              "the chip is not an STM32F103: DBGMCU_IDCODE reads 0x10076413, CPUID 0x411fc231; choose another probe or "
              "board");
}

TEST(ReadableFlash, is_what_f_size_says_where_nothing_answers_beyond) {
    ChipOnDesk desk(rc_config());
    EXPECT_EQ(readable_bytes(desk), 256U * 1024);
}

TEST(ReadableFlash, is_more_where_the_chip_has_more_than_it_admits) {
    machine::ChipConfig config = rc_config();
    config.flash_bytes = 512 * 1024;
    ChipOnDesk desk(config);
    desk.memory.flash[0] = 1;
    EXPECT_EQ(readable_bytes(desk), 512U * 1024);
}

TEST(ReadableFlash, is_not_more_where_the_flash_is_only_mirrored) {
    machine::ChipConfig config = rc_config();
    config.flash_bytes = 512 * 1024;
    ChipOnDesk desk(config);
    for (std::size_t i = 0; i < 256 * 1024; ++i) {
        desk.memory.flash[i] = desk.memory.flash[i + 256 * 1024] = static_cast<std::uint8_t>(i * 7);
    }
    EXPECT_EQ(readable_bytes(desk), 256U * 1024);
}

TEST(Peripherals, give_backup_registers_and_put_the_clocks_back) {
    ChipOnDesk desk(rc_config());
    desk.memory.backup[0] = 0x5A;
    desk.memory.backup[1] = 0x5B;
    desk.memory.backup[20] = 0x11;  // DR11
    desk.memory.backup[82] = 0x42;  // DR42
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const auto registers = read_backup_registers(board, *identify(board).value().density);
    ASSERT_TRUE(registers) << registers.error().what;
    EXPECT_EQ(registers->size(), 42U);
    EXPECT_EQ(registers->at(1), 0x5B5A);
    EXPECT_EQ(registers->at(11), 0x0011);
    EXPECT_EQ(registers->at(42), 0x0042);
    EXPECT_EQ(desk.read(RCC::APB1ENR).value, 0U);
}

TEST(Peripherals, give_pin_levels_and_put_the_clocks_back) {
    ChipOnDesk desk(rc_config());
    desk.start();
    desk.chip.set_input({'C', 13}, machine::Level::low);
    desk.chip.set_input({'B', 1}, machine::Level::high);
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const auto levels = read_pin_levels(board, *identify(board).value().density);
    ASSERT_TRUE(levels) << levels.error().what;
    EXPECT_EQ(levels->at("PC13"), "low");
    EXPECT_EQ(levels->at("PB1"), "high");
    EXPECT_EQ(levels->size(), 7U * 16);
    EXPECT_EQ(desk.read(RCC::APB2ENR).value, 0U);
}

TEST(Peripherals, tell_which_crystals_start) {
    machine::ChipConfig config = rc_config();
    config.lse_hz = 0;
    ChipOnDesk desk(config);
    desk.start();
    ChipTarget target(desk.chip);
    DebugBoard board(target);
    const std::uint32_t cr_before = desk.read(RCC::CR).value;
    const auto crystals = try_crystals(board);
    ASSERT_TRUE(crystals) << crystals.error().what;
    EXPECT_TRUE(crystals->at("hse"));
    EXPECT_FALSE(crystals->at("lse"));
    EXPECT_EQ(desk.read(RCC::CR).value & ~(1U << 17), cr_before & ~(1U << 17));
    EXPECT_EQ(desk.read(RCC::BDCR).value, 0U);
    EXPECT_EQ(desk.read(RCC::APB1ENR).value, 0U);
}

}  // namespace
}  // namespace jig::clone
