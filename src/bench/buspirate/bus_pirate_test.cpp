// SPDX-License-Identifier: Apache-2.0
// The Bus Pirate's binary modes, as OpenOCD's buspirate driver uses them.
#include "bench/buspirate/bus_pirate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/swd/testing/desk_board.hpp"

namespace jig::bench::testing {
namespace {

class BusPirateTest : public ::testing::Test {
 protected:
    DeskBoard board;
    BusPirate pirate{board.wire, board};

    std::string send(const Bytes& in) {
        Bytes out;
        EXPECT_TRUE(pirate.receive(in, out));
        return {out.begin(), out.end()};
    }
    void enter_raw_wire() {
        send(Bytes(20, 0));
        ASSERT_EQ(send({0x05}), "RAW1");
        ASSERT_EQ(send({0x8A}), "\1");  // 3.3 V outputs, 2-wire, LSB first
    }
    // The packet as the driver sends it: request, ack bits, then four bytes, parity, two clocks.
    std::string read_register(std::uint8_t request) {
        const std::string head = send({0x10, request, 7, 7, 7});
        const std::string data = send({6, 6, 6, 6, 7, 0x21});
        return head.substr(2) + data;
    }
    void wake() {
        send({0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x11, 0x9E, 0xE7});
        send({0x17, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00});
    }
};

TEST_F(BusPirateTest, twenty_zeros_enter_bit_bang_mode_and_every_further_one_answers_again) {
    EXPECT_EQ(send(Bytes(19, 0)), "");
    EXPECT_EQ(send({0}), "BBIO1");
    EXPECT_EQ(send({0, 0}), "BBIO1BBIO1");
}

TEST_F(BusPirateTest, zeros_must_come_in_a_row) {
    Bytes broken(25, 0);
    broken[10] = '\n';
    EXPECT_EQ(send(broken), "");
}

TEST_F(BusPirateTest, modes_are_entered_and_left) {
    send(Bytes(20, 0));
    EXPECT_EQ(send({0x05}), "RAW1");
    EXPECT_EQ(send({0x01}), "RAW1");
    EXPECT_EQ(send({0x00}), "BBIO1");
    EXPECT_EQ(send({0x01}), std::string(1, '\0'));  // SPI is not here
    EXPECT_EQ(send({0x0F}), "\1");
    EXPECT_EQ(send({0x05}), "");  // the terminal says nothing
}

TEST_F(BusPirateTest, reads_dpidr_sampling_after_the_rising_edge) {
    enter_raw_wire();
    wake();
    EXPECT_EQ(read_register(0xA5), std::string("\1\0\0\x77\x14\xA0\x1B\0\1", 9));
    EXPECT_EQ(read_register(0xA5), std::string("\1\0\0\x77\x14\xA0\x1B\0\1", 9));
}

TEST_F(BusPirateTest, writes_a_register_with_two_turnaround_bits) {
    enter_raw_wire();
    wake();
    read_register(0xA5);
    EXPECT_EQ(send({0x10, 0xA9, 7, 7, 7, 7, 7}), std::string("\1\1\1\0\0\1\1", 7));
    EXPECT_EQ(send({0x14, 0x00, 0x00, 0x00, 0x50, 0x00}), "\1\1\1\1\1\1");
    EXPECT_TRUE(board.bus.debug_power);
    EXPECT_EQ(read_register(0x8D), std::string("\1\0\0\x00\x00\x00\xF0\0\1", 9));
}

TEST_F(BusPirateTest, every_command_has_its_answer_and_its_clocks) {
    struct Row {
        const char* name;
        Bytes in;
        std::string out;
        unsigned cycles;
    };
    enter_raw_wire();
    for (const Row& row :
         {Row{"one clock", {0x09}, "\1", 1}, Row{"sixteen clocks", {0x2F}, "\1", 16},
          Row{"two bytes", {0x11, 0x55, 0xAA}, "\1\1\1", 16}, Row{"three bits", {0x32, 0x05}, "\1\1", 3},
          Row{"read a bit", {0x07}, "\1", 1}, Row{"read a byte", {0x06}, "\xFF", 8}, Row{"peek", {0x08}, "\1", 0},
          Row{"data low and high", {0x0C, 0x0D}, "\1\1", 0},
          Row{"PIC commands are not here", {0xA0}, std::string(1, '\0'), 0}}) {
        const std::uint64_t before = board.wire.cycles();
        EXPECT_EQ(send(row.in), row.out) << row.name;
        EXPECT_EQ(board.wire.cycles() - before, row.cycles) << row.name;
        EXPECT_EQ(board.bus.time, std::chrono::microseconds(board.wire.cycles())) << row.name;
    }
}

TEST_F(BusPirateTest, msb_first_turns_every_byte_around) {
    enter_raw_wire();
    send({0x88});
    // The wake-up sequence with each byte's bits turned around.
    send({0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x11, 0x79, 0xE7});
    send({0x17, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00});
    send({0x10, 0xA5, 7, 7, 7});
    EXPECT_EQ(send({6, 6, 6, 6}), "\xEE\x28\x05\xD8");
}

TEST_F(BusPirateTest, speed_and_aux_reach_the_board) {
    enter_raw_wire();
    EXPECT_EQ(send({0x60, 0x61, 0x62, 0x63}), "\1\1\1\1");
    EXPECT_EQ(send({0x40, 0x42, 0x4D, 0x4F}), "\1\1\1\1");
    EXPECT_EQ(board.events, (std::vector<std::string>{"5000 Hz", "50000 Hz", "100000 Hz", "400000 Hz", "nRST low",
                                                      "nRST high", "nRST low", "nRST high"}));
}

TEST_F(BusPirateTest, a_bulk_write_may_arrive_in_pieces) {
    enter_raw_wire();
    EXPECT_EQ(send({0x12}), "\1");
    EXPECT_EQ(send({0x00}), "\1");
    EXPECT_EQ(send({0x05, 0x0F}), "\1\1");
    EXPECT_EQ(send({0x01}), "RAW1");
}

}  // namespace
}  // namespace jig::bench::testing
