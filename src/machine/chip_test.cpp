// SPDX-License-Identifier: Apache-2.0
// The chip from outside: memory map, time, power and reset, through the debug port.
#include "machine/chip.hpp"

#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t FLASH_KEYR = 0x40022004;
constexpr std::uint32_t FLASH_SR = 0x4002200C;
constexpr std::uint32_t FLASH_CR = 0x40022010;

ChipConfig config_with_uid() {
    ChipConfig config;
    config.uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
    config.rom_table_pidr = {0x14, 0x04, 0x0A, 0x00, 0x00, 0, 0, 0};
    return config;
}

struct Word {
    const char* what;
    std::uint32_t address;
    std::uint32_t value;
};

TEST(Chip, lists_an_etm_in_its_rom_table_where_it_has_one) {
    for (const bool has_etm : {true, false}) {
        ChipConfig config = config_with_uid();
        config.rom_table_has_etm = has_etm;
        ChipOnDesk desk(config);
        desk.start();
        EXPECT_EQ(desk.chip.debug_read(0xE00FF014, Width::word).value, has_etm ? 0xFFF42003u : 0xFFF42002u);
        EXPECT_EQ(desk.chip.debug_read(0xE00FF010, Width::word).value, 0xFFF41003u);
    }
}

TEST(Chip, shows_its_identity_and_memory_to_the_debugger) {
    ChipOnDesk desk(config_with_uid());
    desk.memory.flash[0] = 0x12;
    desk.memory.flash[256 * 1024 - 1] = 0x34;
    desk.start();
    for (const Word& row :
         {Word{"flash, first word", 0x08000000, 0xFFFFFF12}, Word{"flash, last word", 0x0803FFFC, 0x34FFFFFF},
          Word{"flash as it is seen at 0", 0x00000000, 0xFFFFFF12},
          Word{"option bytes: RDP, USER", 0x1FFFF800, 0x00FF5AA5}, Word{"F_SIZE", 0x1FFFF7E0, 0xFFFF0100},
          Word{"UID", 0x1FFFF7E8, 0x05DAFF34}, Word{"UID", 0x1FFFF7F0, 0x43186519},
          Word{"FLASH_ACR", 0x40022000, 0x00000030}, Word{"FLASH_CR", FLASH_CR, 0x00000080},
          Word{"FLASH_OBR", 0x4002201C, 0x03FFFFFC}, Word{"FLASH_WRPR", 0x40022020, 0xFFFFFFFF},
          Word{"ROM table, SCS", 0xE00FF000, 0xFFF0F003}, Word{"ROM table, PIDR0", 0xE00FFFE0, 0x00000014}}) {
        const DebugReply reply = desk.read(row.address);
        EXPECT_FALSE(reply.fault) << row.what;
        EXPECT_EQ(reply.value, row.value) << row.what;
    }
}

TEST(Chip, answers_holes_with_a_bus_error) {
    ChipOnDesk desk;
    desk.start();
    for (const std::uint32_t address : {0x08040000U, 0x2000C000U, 0x1FFFF810U, 0x1FFFEFFCU, 0x60000000U, 0x40007C00U})
        EXPECT_TRUE(desk.read(address).fault) << std::hex << address;
    EXPECT_TRUE(desk.chip.unmodelled().empty());
}

TEST(Chip, keeps_sram_what_the_debugger_wrote) {
    ChipOnDesk desk;
    desk.start();
    EXPECT_FALSE(desk.write(0x20000010, 0x11223344).fault);
    EXPECT_FALSE(desk.write(0x20000011, 0xAA, Width::byte).fault);
    EXPECT_EQ(desk.read(0x20000010).value, 0x1122AA44U);
    EXPECT_EQ(desk.read(0x20000012, Width::half).value, 0x1122U);
    EXPECT_FALSE(desk.write(0x22000200, 1).fault);  // bit 0 of 0x20000010
    EXPECT_EQ(desk.read(0x20000010).value, 0x1122AA45U);
    EXPECT_EQ(desk.read(0x22000204).value, 0U);
}

TEST(Chip, changes_one_bit_of_a_register_through_a_bit_band_alias_of_any_width) {
    struct Row {
        Width width;
        std::uint32_t crl;  // the APB bridge repeats what is narrower than a word
    };
    for (const auto& [width, crl] :
         {Row{Width::byte, 0x43434343}, Row{Width::half, 0x44434443}, Row{Width::word, 0x44444443}}) {
        ChipOnDesk desk;
        desk.start();
        desk.write(0x40021018, 1U << 2);  // RCC_APB2ENR: GPIOA
        desk.write(0x40010800, 0x44444441);
        const std::uint32_t alias = 0x42000000 + 0x10800 * 32 + 1 * 4;  // GPIOA_CRL, bit 1
        EXPECT_FALSE(desk.write(alias, 1, width).fault);
        EXPECT_EQ(desk.read(alias, width).value, 1U);
        EXPECT_EQ(desk.read(0x40010800).value, crl);
        EXPECT_FALSE(desk.read(0x42000000 + 0x22010 * 32, Width::word).fault) << "FLASH_CR, which takes words only";
    }
}

TEST(Chip, programs_a_half_word_through_the_debug_port) {
    ChipOnDesk desk;
    desk.start();
    desk.write(FLASH_KEYR, 0x45670123);
    desk.write(FLASH_KEYR, 0xCDEF89AB);
    desk.write(FLASH_CR, 1);
    EXPECT_FALSE(desk.write(0x08001000, 0xBEEF, Width::half).fault);
    EXPECT_EQ(desk.read(FLASH_SR).value, 0x01U);
    EXPECT_EQ(desk.memory.flash[0x1000], 0xFF) << "bits change when the operation ends";
    desk.pass(53us);
    EXPECT_EQ(desk.read(FLASH_SR).value, 0x20U);
    EXPECT_EQ(desk.memory.flash[0x1000], 0xEF);
    EXPECT_EQ(desk.memory.flash[0x1001], 0xBE);
    EXPECT_EQ(desk.chip.half_words_programmed(), 1U);
}

TEST(Chip, answers_nobody_without_power) {
    ChipOnDesk desk;
    EXPECT_TRUE(desk.read(0x20000000).fault);
    desk.start();
    EXPECT_FALSE(desk.read(0x20000000).fault);
    desk.chip.power_off();
    EXPECT_TRUE(desk.read(0x20000000).fault);
    EXPECT_FALSE(desk.chip.powered());
}

TEST(Chip, shuts_the_bus_matrix_while_nrst_is_low) {
    ChipOnDesk desk;
    desk.start();
    desk.chip.set_nrst(true);
    desk.pass(50ms);
    EXPECT_TRUE(desk.chip.in_reset());
    EXPECT_TRUE(desk.read(0x20000000).fault);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    EXPECT_FALSE(desk.chip.in_reset());
    EXPECT_FALSE(desk.read(0x20000000).fault);
    EXPECT_EQ(desk.chip.resets(), 1U);
}

// DDI 0337, DHCSR: "reading twice and getting 1 both times means that it is being reset now".
TEST(Chip, shows_a_lasting_reset_in_every_read_of_dhcsr) {
    constexpr std::uint32_t dhcsr = 0xE000EDF0;
    constexpr std::uint32_t reset_status = 1U << 25;
    ChipOnDesk desk;
    desk.start();
    EXPECT_NE(desk.read(dhcsr).value & reset_status, 0U);
    EXPECT_EQ(desk.read(dhcsr).value & reset_status, 0U);
    desk.chip.set_nrst(true);
    EXPECT_NE(desk.read(dhcsr).value & reset_status, 0U);
    EXPECT_NE(desk.read(dhcsr).value & reset_status, 0U);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    EXPECT_NE(desk.read(dhcsr).value & reset_status, 0U);
    EXPECT_EQ(desk.read(dhcsr).value & reset_status, 0U);
}

}  // namespace
}  // namespace jig::machine
