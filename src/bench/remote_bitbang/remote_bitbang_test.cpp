// SPDX-License-Identifier: Apache-2.0
// The characters of OpenOCD's remote_bitbang protocol.
#include "bench/remote_bitbang/remote_bitbang.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/swd/testing/desk_board.hpp"

namespace jig::bench::testing {
namespace {

class RemoteBitbangTest : public ::testing::Test {
 protected:
    DeskBoard board;
    RemoteBitbang bitbang{board.wire, board};
    bool open = true;

    std::string send(std::string_view text) {
        Bytes out;
        open = bitbang.receive(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), out);
        return {out.begin(), out.end()};
    }
    // One TCK cycle as OpenOCD's bitbang driver sends it, with a sample in its low half.
    std::string jtag(bool tms, bool tdi = false) {
        const char low = static_cast<char>('0' + (tms ? 2 : 0) + (tdi ? 1 : 0));
        return send(std::string{low, 'R', static_cast<char>(low + 4)});
    }
    void swd_bits(std::uint64_t bits, unsigned count) {
        for (unsigned i = 0; i < count; ++i) send((bits >> i & 1) != 0 ? "eg" : "df");
    }
    std::string swd_listen(unsigned count) {
        std::string bits;
        send("o");
        for (unsigned i = 0; i < count; ++i) bits += send("dcf");
        send("O");
        return bits;
    }
};

TEST_F(RemoteBitbangTest, reads_the_idcodes_over_jtag) {
    for (const char tms : std::string_view("1111100100")) jtag(tms == '1');
    // Run-Test/Idle was left by 1 0 0: the chain is in Shift-DR.
    std::string bits;
    for (int i = 0; i < 64; ++i) bits += jtag(false);
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 64; ++i) value |= std::uint64_t{bits[i] == '1'} << i;
    EXPECT_EQ(value, 0x06414041'3BA00477u);
}

TEST_F(RemoteBitbangTest, tdo_changes_with_the_falling_edge) {
    for (const char tms : std::string_view("1111100100")) jtag(tms == '1');
    // 0x77, lowest bit first: the fourth is the first zero, and only shows when TCK has gone low.
    EXPECT_EQ(send("0R4R0R4R0R4R0R"), "1111110");
}

TEST_F(RemoteBitbangTest, reads_dpidr_over_swd) {
    send("O");
    swd_bits(~0ull, 56);
    swd_bits(swd::jtag_to_swd, 16);
    swd_bits(~0ull, 56);
    swd_bits(0, 8);
    swd_bits(0xA5, 8);
    EXPECT_EQ(swd_listen(38),
              "1100"
              "11101110001010000000010111011000"
              "01");
}

TEST_F(RemoteBitbangTest, only_rising_edges_move_anything) {
    send("0000");
    EXPECT_EQ(board.wire.cycles(), 0u);
    send("4");
    EXPECT_EQ(board.wire.cycles(), 1u);
    send("4567");
    EXPECT_EQ(board.wire.cycles(), 1u);
    send("04");
    EXPECT_EQ(board.wire.cycles(), 2u);
    send("dfdf");
    EXPECT_EQ(board.wire.cycles(), 4u);
}

TEST_F(RemoteBitbangTest, a_driven_swdio_reads_back_what_is_driven) { EXPECT_EQ(send("OdcecdocQ"), "011"); }

TEST_F(RemoteBitbangTest, resets_reach_nrst) {
    send("rstu");
    EXPECT_EQ(board.events, (std::vector<std::string>{"nRST high", "nRST low", "nRST high", "nRST low"}));
}

TEST_F(RemoteBitbangTest, trst_holds_the_taps) {
    for (const char tms : std::string_view("11111010")) jtag(tms == '1');
    send("t");
    send("r");
    // In Test-Logic-Reset TMS = 0 leads to Run-Test/Idle: Shift-DR is three more steps away.
    for (const char tms : std::string_view("0100")) jtag(tms == '1');
    std::string bits;
    for (int i = 0; i < 8; ++i) bits += jtag(false);
    EXPECT_EQ(bits, "11101110");  // 0x77
}

TEST_F(RemoteBitbangTest, sleeps_let_time_pass_on_the_board) {
    send("0404Zz");
    EXPECT_EQ(board.events, (std::vector<std::string>{"1000000 ns", "1000 ns"}));
    EXPECT_EQ(board.bus.time, std::chrono::microseconds(1003));
}

TEST_F(RemoteBitbangTest, every_batch_of_bits_has_passed_when_it_is_answered) {
    send("040404");
    EXPECT_EQ(board.bus.time, std::chrono::microseconds(3));
}

TEST_F(RemoteBitbangTest, quit_ends_the_session_and_what_follows_is_lost) {
    EXPECT_EQ(send("RQR"), "1");
    EXPECT_FALSE(open);
    EXPECT_EQ(send("Bb\n"), "");
    EXPECT_TRUE(open);
}

}  // namespace
}  // namespace jig::bench::testing
