// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/dap_tcp.hpp"

#include <gtest/gtest.h>

#include "bench/cmsis_dap/testing/dap_rig.hpp"
#include "bench/serve/usb_socket.hpp"
#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

using testing::DapRig;
using testing::SmallBench;

constexpr const char* board = "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"cmsis-dap-v2\"\n";

class DapTcpTest : public ::testing::Test {
 protected:
    std::string ask(std::string_view request) {
        Bytes out;
        open_ = protocol_.receive(DapRig::bytes(request), out);
        return to_hex(out);
    }
    SmallBench bench_{board};
    DapTcp protocol_{*bench_.served[0], *bench_.served[0]->live().dap_v2()};
    bool open_ = true;
};

TEST_F(DapTcpTest, a_packet_is_answered_with_a_packet) {
    EXPECT_EQ(ask("44415000 0200 01 00 00fe"),
              "4441500003000200"
              "000108");
    EXPECT_EQ(ask("44415000 0200 01 00 0201"),
              "4441500002000200"
              "0201");
    EXPECT_EQ(ask("44415000 0100 01 00 07"), "");  // an abort has no answer
    EXPECT_TRUE(open_);
}

TEST_F(DapTcpTest, packets_may_come_in_any_pieces_and_many_at_once) {
    EXPECT_EQ(ask("44415000 0200"), "");
    EXPECT_EQ(ask("01 00 00"), "");
    EXPECT_EQ(ask("fe 44415000 0100 01 00 03"),
              "44415000030002000001084441500002000200"
              "0300");
    std::string many;
    for (int i = 0; i < 40; ++i) many += "44415000 0100 01 00 03";
    EXPECT_EQ(ask(many).size(), 40u * 2 * 10);
}

TEST_F(DapTcpTest, what_is_no_request_ends_the_conversation) {
    for (const char* wrong : {"44415001 0200 01 00 00fe", "44415000 0200 02 00 00fe", "44415000 4100 01 00 00"}) {
        DapTcp protocol(*bench_.served[0], *bench_.served[0]->live().dap_v2());
        Bytes out;
        EXPECT_FALSE(protocol.receive(DapRig::bytes(wrong), out)) << wrong;
    }
}

TEST(DapTcp, a_command_costs_the_board_the_same_time_as_over_the_usb_socket) {
    const SmallBench tcp_bench(board);
    const SmallBench usb_bench(board);
    Bytes out;
    DapTcp tcp(*tcp_bench.served[0], *tcp_bench.served[0]->live().dap_v2());
    UsbSocket usb(*usb_bench.served[0]);
    EXPECT_TRUE(tcp.receive(DapRig::bytes("44415000 0300 01 00 09e803"), out));
    EXPECT_TRUE(usb.receive(DapRig::bytes("0104 0000 00000000 03000000 09e803 0185 0000 00000000 40000000"), out));
    EXPECT_EQ(tcp_bench.served[0]->live().clock().time(), usb_bench.served[0]->live().clock().time());
}

TEST(DapTcp, an_unplugged_probe_ends_the_conversation) {
    const SmallBench bench(std::string(board) + "faults = { usb_unplug_at = 3 }\n");
    DapTcp protocol(*bench.served[0], *bench.served[0]->live().dap_v2());
    Bytes out;
    EXPECT_FALSE(protocol.receive(DapRig::bytes("44415000 0200 01 00 00fe"), out));
    EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace jig::bench
