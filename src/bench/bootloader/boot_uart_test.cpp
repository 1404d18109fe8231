// SPDX-License-Identifier: Apache-2.0
// Who speaks on USART1, from which reset on, and at which rate.
#include "bench/bootloader/boot_uart.hpp"

#include <gtest/gtest.h>

#include "bench/bootloader/testing/rom_desk.hpp"
#include "bench/testing/small_bench.hpp"

namespace jig::bench::testing {
namespace {

// Firmware that points VTOR at itself, sends '!' on USART1 at 8 MHz / 833 = 9600 baud, and stays where it is.
Bytes shouting_firmware() {
    constexpr std::uint16_t code[] = {
        0x4807, 0x4908, 0x6001,  // ldr r0, =VTOR; ldr r1, =0x08000000; str r1, [r0]
        0x4808, 0x4908, 0x6001,  // ldr r0, =RCC_APB2ENR; ldr r1, =0x4004; str r1, [r0]
        0x4808, 0x4909, 0x6081,  // ldr r0, =USART1; ldr r1, =833; str r1, [r0, #8]
        0x4909, 0x60C1,          // ldr r1, =UE TE; str r1, [r0, #12]
        0x2121, 0x6041,          // movs r1, #'!'; str r1, [r0, #4]
        0xE7FE, 0xBF00, 0xBF00,  // b .
    };
    constexpr std::uint32_t literals[] = {0xE000ED08, 0x08000000, 0x40021018, 0x4004, 0x40013800, 833, 0x2008};
    Bytes bytes(8 + sizeof code + sizeof literals);
    store_le32(bytes, 0x20002000);
    store_le32(MutableByteView(bytes).subspan(4), 0x08000009);
    for (std::size_t i = 0; i < std::size(code); ++i) store_le16(MutableByteView(bytes).subspan(8 + 2 * i), code[i]);
    for (std::size_t i = 0; i < std::size(literals); ++i)
        store_le32(MutableByteView(bytes).subspan(8 + sizeof code + 4 * i), literals[i]);
    return bytes;
}

void install(RomDesk& desk) { std::ranges::copy(shouting_firmware(), desk.desk.flash.begin()); }

board::BoardDescription board_with_boot0_low() {
    board::BoardDescription description = board_with_boot0_high();
    description.boot0_high = false;
    return description;
}

TEST(BootUart, is_the_firmwares_while_boot0_is_low) {
    RomDesk desk(board_with_boot0_low());
    install(desk);
    desk.power_cycle();
    EXPECT_EQ(desk.ask({0x7F}), Bytes{'!'});
    desk.pass(std::chrono::milliseconds{5});
    EXPECT_EQ(desk.ask({0x00, 0xFF}), Bytes{});
}

TEST(BootUart, is_silent_on_an_empty_board_with_boot0_low) {
    RomDesk desk(board_with_boot0_low());
    EXPECT_EQ(desk.ask({0x7F, 0x7F}), Bytes{});
}

TEST(BootUart, becomes_the_firmwares_when_go_has_started_it) {
    RomDesk desk;
    desk.connect();
    desk.write(FLASH, shouting_firmware());
    EXPECT_EQ(desk.go(FLASH), Bytes{ACK});
    desk.pass(std::chrono::milliseconds{5});
    EXPECT_EQ(desk.ask({}, 9600), Bytes{'!'});
    EXPECT_EQ(desk.ask({0x7F}), Bytes{});
}

TEST(BootUart, still_delivers_what_firmware_sent_before_a_reset_into_the_rom) {
    RomDesk desk(board_with_boot0_low());
    install(desk);
    desk.power_cycle();
    desk.desk.board.chip().set_boot_pins(true, false);
    desk.desk.board.chip().set_nrst(true);
    desk.desk.board.chip().set_nrst(false);
    desk.pass(std::chrono::milliseconds{1});
    EXPECT_EQ(desk.ask({}), Bytes{'!'});
    desk.connect();
}

TEST(BootUart, listens_anew_after_each_reset) {
    RomDesk desk;
    desk.connect();
    EXPECT_EQ(desk.ask({0x11}), Bytes{});
    desk.desk.board.chip().set_nrst(true);
    EXPECT_EQ(desk.ask({0x7F}), Bytes{});
    desk.desk.board.chip().set_nrst(false);
    desk.connect();
    EXPECT_EQ(desk.command(0x02).size(), 5U);
}

TEST(BootUart, listens_anew_after_power_was_gone) {
    RomDesk desk;
    desk.connect();
    desk.power_cycle();
    EXPECT_EQ(desk.ask({0x7F}), Bytes{ACK});
}

TEST(BootUart, loses_what_was_sent_before_power_went) {
    RomDesk desk(board_with_boot0_low());
    install(desk);
    desk.power_cycle();
    desk.desk.board.power_off();
    desk.uart.power_on();
    EXPECT_EQ(desk.ask({}), Bytes{});
}

TEST(BootUart, keeps_the_first_byte_until_the_power_on_reset_is_over) {
    RomDesk desk;
    desk.desk.board.power_off();
    desk.desk.board.power_on();
    desk.uart.power_on();
    ASSERT_TRUE(desk.desk.board.chip().in_reset());
    EXPECT_EQ(desk.ask({0x7F}), Bytes{ACK});
}

TEST(BootUart, answers_at_whatever_rate_it_is_spoken_to) {
    for (const unsigned baud : {1200U, 9600U, 57600U, 230400U, 460800U}) {
        RomDesk desk;
        EXPECT_EQ(desk.ask({0x7F}, baud), Bytes{ACK}) << baud;
        EXPECT_EQ(desk.ask({0x01, 0xFE}, baud), (Bytes{ACK, 0x22, 0, 0, ACK})) << baud;
    }
}

TEST(BootUart, does_not_understand_a_host_that_changes_the_rate) {
    RomDesk desk;
    EXPECT_EQ(desk.ask({0x7F}, 57600), Bytes{ACK});
    EXPECT_NE(desk.ask({0x01, 0xFE}, 115200), (Bytes{ACK, 0x22, 0, 0, ACK}));
}

TEST(BootUart, answers_at_a_rate_of_its_own_when_the_first_frame_is_not_0x7f) {
    RomDesk desk;
    EXPECT_EQ(desk.ask({0x0C}, 9600), Bytes{0xFD}) << "ACK at 33600 baud";
}

TEST(BootUart, takes_time_for_bytes_as_the_line_does) {
    RomDesk desk;
    desk.ask({0x7F}, 9600);
    const auto before = desk.desk.board.chip().now();
    desk.ask({0x01, 0xFE}, 9600);
    const double seconds = std::chrono::duration<double>(desk.desk.board.chip().now() - before).count();
    EXPECT_NEAR(seconds, 7 * 11 / 9600.0, 0.5 / 9600.0);
}

TEST(BootUart, loses_what_comes_while_the_rom_is_busy_but_for_one_byte) {
    RomDesk desk;
    desk.connect();
    desk.command(0x43);
    // Behind the page's checksum a Get Version, sent without waiting: 30 ms are 300 bytes long.
    EXPECT_EQ(desk.ask({0x00, 0x00, 0x00, 0x01, 0xFE}), Bytes{ACK});
    EXPECT_EQ(desk.ask({0xFE}), (Bytes{ACK, 0x22, 0, 0, ACK})) << "0x01 was kept, 0xFE lost";
}

TEST(BootUart, waits_while_a_debugger_holds_the_core) {
    constexpr std::uint32_t DHCSR = 0xE000EDF0, halt = 0xA05F0003, release = 0xA05F0000;
    RomDesk desk;
    desk.connect();
    desk.desk.write(DHCSR, halt);
    EXPECT_EQ(desk.ask({0x01, 0xFE}), Bytes{});
    desk.pass(std::chrono::milliseconds{1});
    EXPECT_EQ(desk.ask({}), Bytes{});
    desk.desk.write(DHCSR, release);
    EXPECT_EQ(desk.ask({}), Bytes{});
    EXPECT_EQ(desk.ask({0xFE}), (Bytes{ACK, 0x22, 0, 0, ACK})) << "USART1 has kept 0x01";
}

TEST(BootUart, keeps_the_watchdog_of_the_option_bytes_quiet) {
    RomDesk desk;
    desk.desk.option_bytes[2] = 0xFE;  // WDG_SW = 0: the hardware starts it
    desk.desk.option_bytes[3] = 0x01;
    desk.power_cycle();
    desk.connect();
    for (int seconds = 0; seconds < 60; seconds += 20) {
        desk.pass(std::chrono::seconds{20});
        desk.ask({});
    }
    EXPECT_EQ(desk.resets(), 0U);
}

TEST(BootUart, is_silent_on_xl_density_whose_bootloader_is_another) {
    RomDesk desk(board_with_boot0_high("STM32F103ZG"));
    EXPECT_EQ(desk.ask({0x7F}), Bytes{});
}

TEST(BootUart, belongs_to_the_served_board) {
    SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103C8\"\nboot0 = \"high\"\n");
    LiveBoard& board = bench.served.front()->live();
    board.clock().sleep(std::chrono::milliseconds{10});
    EXPECT_EQ(board.uart().exchange(Bytes{0x7F}, 57600), Bytes{ACK});
    EXPECT_EQ(board.uart().exchange(Bytes{0x02, 0xFD}, 57600), (Bytes{ACK, 1, 0x04, 0x10, ACK}));
    board.power_off();
    EXPECT_EQ(board.uart().exchange(Bytes{0x02, 0xFD}, 57600), Bytes{});
    board.power_on();
    board.clock().sleep(std::chrono::milliseconds{10});
    EXPECT_EQ(board.uart().exchange(Bytes{0x7F}, 115200), Bytes{ACK});
}

}  // namespace
}  // namespace jig::bench::testing
