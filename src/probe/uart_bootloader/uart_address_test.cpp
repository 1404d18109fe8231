// SPDX-License-Identifier: Apache-2.0
// Serial ports as people name them.
#include "probe/uart_bootloader/uart_address.hpp"

#include <gtest/gtest.h>

namespace jig::probe::uart_bootloader {
namespace {

constexpr ControlLine dtr{ControlLine::Name::dtr, false}, not_rts{ControlLine::Name::rts, true};

TEST(UartAddress, names_a_port_and_how_the_board_hangs_on_it) {
    struct Row {
        const char* text;
        UartAddress address;
    };
    const Row rows[] = {
        {"/dev/ttyUSB0", {.path = "/dev/ttyUSB0"}},
        {"/dev/ttyUSB0@57600", {.path = "/dev/ttyUSB0", .baud = 57600}},
        {"a@b@9600,8n1", {.path = "a@b", .baud = 9600, .parity = port::Parity::none}},
        {"x,8e1,rom", {.path = "x", .parity = port::Parity::even, .rom_only = true}},
        {"x,fast=115200", {.path = "x", .fast_baud = 115200}},
        {"x@1200,boot0=!rts,nrst=dtr", {.path = "x", .baud = 1200, .boot0 = not_rts, .nrst = dtr}},
    };
    for (const Row& row : rows) {
        const Result<UartAddress> address = parse_uart_address(row.text);
        ASSERT_TRUE(address) << row.text;
        EXPECT_EQ(*address, row.address) << row.text;
    }
}

TEST(UartAddress, of_wrong_form_is_shown_with_the_right_one) {
    for (const char* text : {"", "@9600", "x@", "x@fast", "x@300", "x@2000000", "x,", "x,7e1", "x,boot0=cts",
                             "x,nrst=", "x,boot0=dtr,nrst=!dtr", "x,rom,", "x,fast=", "x,fast=3000000"}) {
        const Result<UartAddress> address = parse_uart_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().kind, ErrorKind::usage);
        EXPECT_EQ(address.error().what,
                  "'uart:" + std::string(text) +
                      "' does not name a serial port; write uart:PATH[@BAUD][,8e1|,8n1][,boot0=LINE][,nrst=LINE]"
                      "[,fast=BAUD][,rom] "
                      "with 1200 to 1000000 baud and a LINE of dtr, rts, !dtr or !rts, for example "
                      "uart:/dev/ttyUSB0@115200,boot0=rts,nrst=dtr");
    }
}

// The TTL side of an adapter is low while a line is asserted.
TEST(UartAddress, of_a_line_says_whether_an_inverter_stands_between) {
    EXPECT_TRUE(dtr.asserted_for(false));
    EXPECT_FALSE(dtr.asserted_for(true));
    EXPECT_TRUE(not_rts.asserted_for(true));
}

}  // namespace
}  // namespace jig::probe::uart_bootloader
