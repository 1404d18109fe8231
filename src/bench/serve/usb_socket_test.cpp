// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/usb_socket.hpp"

#include <gtest/gtest.h>

#include "bench/serve/stlink_tcp.hpp"
#include "bench/stlink/testing/stlink_rig.hpp"
#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

using testing::SmallBench;

Bytes hex(std::string_view text) { return testing::StlinkRig::bytes(text); }

std::string ask(ByteProtocol& protocol, std::string_view request) {
    Bytes out;
    EXPECT_TRUE(protocol.receive(hex(request), out));
    return to_hex(out);
}

TEST(UsbSocket, transfers_and_descriptors_are_answered_with_their_length) {
    const SmallBench bench;
    UsbSocket socket(*bench.served[0]);
    EXPECT_EQ(ask(socket, "0200 0000 0000 0000 12000000"), "12000000120100020000004083044837000101020301");
    EXPECT_EQ(ask(socket, "0300 0000 0000 0000 ff000000"), "0400000004030904");
    EXPECT_EQ(ask(socket, "0300 0300 0000 0000 ff000000").substr(0, 16), "3200000032033600");
    EXPECT_EQ(ask(socket, "0300 0900 0000 0000 ff000000"), "ffffffff");
    EXPECT_EQ(ask(socket, "0102 0000 0000 0000 10000000 f1000000000000000000000000000000"), "10000000");
    EXPECT_EQ(ask(socket, "0181 0000 0000 0000 06000000"), "06000000294783044837");
    EXPECT_EQ(ask(socket, "0181 0000 0000 0000 06000000"), "f9ffffff");  // nothing more: a timeout
    EXPECT_EQ(ask(socket, "0900 0000 0000 0000 00000000"), "ffffffff");
}

TEST(UsbSocket, the_configuration_says_which_endpoints_a_probe_has) {
    const SmallBench bench;
    UsbSocket socket(*bench.served[0]);
    EXPECT_EQ(ask(socket, "0400 0000 0000 0000 00020000"),
              "27000000"
              "090227000101008032"
              "0904000003ffffff02"
              "07058102400000"
              "07050202400000"
              "07058302400000");
    EXPECT_EQ(ask(socket, "0500 0000 0000 0000 00020000"), "ffffffff");  // no HID, no reports
}

TEST(UsbSocket, a_second_probe_on_the_board_is_another_device) {
    const SmallBench bench(
        "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"cmsis-dap-v1\"\ndap_socket = \"d\"\n");
    LiveBoard& live = bench.served[0]->live();
    UsbSocket hid(*bench.served[0]);
    UsbSocket bulk(*bench.served[0], *live.dap_v2());
    EXPECT_EQ(ask(hid, "0500 0000 0000 0000 00020000").substr(0, 16), "1d0000000600ff09");
    EXPECT_EQ(ask(bulk, "0500 0000 0000 0000 00020000"), "ffffffff");
    EXPECT_EQ(ask(bulk, "0104 0000 0000 0000 02000000 00fe"), "02000000");
    EXPECT_EQ(ask(hid, "0185 0000 0000 0000 40000000"), "f9ffffff");
    EXPECT_EQ(ask(bulk, "0185 0000 0000 0000 40000000"), "03000000000108");
}

TEST(UsbSocket, requests_may_come_in_any_pieces_and_none_is_too_long) {
    const SmallBench bench;
    UsbSocket socket(*bench.served[0]);
    EXPECT_EQ(ask(socket, "0102 0000 0000 0000 10000000 f1"), "");
    EXPECT_EQ(ask(socket, "000000000000000000000000000000 0181 0000 0000 0000"), "10000000");
    EXPECT_EQ(ask(socket, "06000000"), "06000000294783044837");
    Bytes out;
    EXPECT_FALSE(socket.receive(hex("0181 0000 0000 0000 01400000"), out));
}

TEST(UsbSocket, an_unplugged_probe_is_gone_until_the_next_connection) {
    const SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nfaults = { usb_unplug_at = 10 }\n");
    UsbSocket socket(*bench.served[0]);
    const char* command = "0102 0000 0000 0000 10000000 f1000000000000000000000000000000";
    EXPECT_EQ(ask(socket, command), "fcffffff");
    EXPECT_EQ(ask(socket, command), "fcffffff");
    UsbSocket next(*bench.served[0]);
    EXPECT_EQ(ask(next, command), "10000000");
}

TEST(UsbSocket, a_command_costs_the_board_the_same_time_as_over_tcp) {
    const SmallBench bench(
        "[[board]]\nname = \"tcp\"\npart = \"STM32F103RC\"\n[[board]]\nname = \"usb\"\npart = \"STM32F103RC\"\n");
    StlinkTcp tcp(bench.all());
    UsbSocket usb(*bench.served[1]);
    ask(tcp, "0300000001000000");
    const char* commands[] = {"f3070000000000000000000000000000", "f230a300000000000000000000000000",
                              "f2070000000800100000000000000000"};
    const char* lengths[] = {"00000000", "02000000", "00100000"};
    for (int i = 0; i < 3; ++i) {
        ask(tcp, std::string("05000000 01000000 ") + commands[i] + " 01000000 " + lengths[i]);
        ask(usb, std::string("0102 0000 0000 0000 10000000 ") + commands[i]);
        if (i > 0) ask(usb, std::string("0181 0000 0000 0000 ") + lengths[i]);
    }
    const auto tcp_time = bench.served[0]->live().clock().time();
    EXPECT_GT(tcp_time, machine::Picoseconds(std::chrono::milliseconds(30)));
    EXPECT_EQ(tcp_time, bench.served[1]->live().clock().time());
}

}  // namespace
}  // namespace jig::bench
