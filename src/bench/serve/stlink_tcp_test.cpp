// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/stlink_tcp.hpp"

#include <gtest/gtest.h>

#include "bench/stlink/testing/stlink_rig.hpp"
#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

using testing::SmallBench;

constexpr const char* two_boards =
    "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\n"
    "[[board]]\nname = \"target\"\npart = \"STM32F103RC\"\nprobe = \"stlink-v3\"\n";

Bytes hex(std::string_view text) { return testing::StlinkRig::bytes(text); }

struct Client {
    explicit Client(const SmallBench& bench) : protocol(bench.all()) {}
    std::string ask(std::string_view frame) {
        Bytes out;
        open = protocol.receive(hex(frame), out);
        return to_hex(out);
    }
    StlinkTcp protocol;
    bool open = true;
};

constexpr const char* version_frame = "05000000 01000000 f1000000000000000000000000000000 01000000 06000000";

TEST(StlinkTcp, a_client_finds_the_boards_in_their_order_by_name) {
    const SmallBench bench(two_boards);
    Client client(bench);
    EXPECT_EQ(client.ask("06010000"), "02000000020000000100000001000000");
    EXPECT_EQ(client.ask("0000"), "01000000");
    EXPECT_EQ(client.ask("01"), "02000000");
    EXPECT_EQ(client.ask("0200000029000000"), "0100000001000000676f6c64656e" + std::string(52, '0') + "8304483700");
    EXPECT_EQ(client.ask("0201000029000000"), "0100000002000000746172676574" + std::string(52, '0') + "83044f3700");
    EXPECT_EQ(client.ask("0202000029000000"), "02100000" + std::string(82, '0'));
}

TEST(StlinkTcp, a_command_reaches_the_board_that_was_opened) {
    const SmallBench bench(two_boards);
    Client client(bench);
    EXPECT_EQ(client.ask("0300000002000000"), "0100000001000000");
    EXPECT_EQ(client.ask(version_frame), "01000000300083044f37");
    EXPECT_EQ(client.ask("0400000001000000"), "01000000");
    EXPECT_EQ(client.ask(version_frame), "02100000000000000000");
    EXPECT_EQ(client.ask("0400000001000000"), "02100000");
    EXPECT_EQ(client.ask("0300000003000000"), "0310000000000000");
}

TEST(StlinkTcp, frames_may_come_in_any_pieces) {
    const SmallBench bench;
    Client client(bench);
    EXPECT_EQ(client.ask("03000000"), "");
    EXPECT_EQ(client.ask("01000000 05000000 01000000"), "0100000001000000");
    EXPECT_EQ(client.ask("f1000000000000000000000000000000 01000000 06000000 01"),
              "01000000294783044837"
              "01000000");
}

TEST(StlinkTcp, a_write_carries_its_data_in_the_frame_and_a_short_reply_is_filled_up) {
    const SmallBench bench;
    Client client(bench);
    client.ask("0300000001000000");
    client.ask("05000000 01000000 f3070000000000000000000000000000 01000000 00000000");
    EXPECT_EQ(client.ask("05000000 01000000 f230a300000000000000000000000000 01000000 02000000"), "010000008000");
    EXPECT_EQ(client.ask("05000000 01000000 f2080000002004000000000000000000 00000000 04000000 78563412"), "01000000");
    EXPECT_EQ(client.ask("05000000 01000000 f2070000002004000000000000000000 01000000 06000000"),
              "01000000785634120000");
    // Nothing to read: the client gets its bytes and is told of the timeout.
    EXPECT_EQ(client.ask("05000000 01000000 f2210000000000000000000000000000 01000000 02000000"), "011000000000");
}

TEST(StlinkTcp, reading_trace_sends_no_command_and_finds_nothing) {
    const SmallBench bench;
    Client client(bench);
    client.ask("0300000001000000");
    EXPECT_EQ(client.ask("05000000 01000000 00000000000000000000000000000000 03000000 04000000"), "0110000000000000");
    EXPECT_EQ(bench.served[0]->live().stlink()->commands(), 0u);
}

TEST(StlinkTcp, what_is_no_frame_ends_the_conversation) {
    const SmallBench bench;
    for (const char* bad : {"08", "ff", "05000000 01000000 f1000000000000000000000000000000 01000000 01280000"}) {
        Client client(bench);
        client.ask(bad);
        EXPECT_FALSE(client.open) << bad;
    }
}

TEST(StlinkTcp, an_unplugged_probe_is_an_error_until_it_is_opened_again) {
    const SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nfaults = { usb_unplug_at = 20 }\n");
    Client client(bench);
    client.ask("0300000001000000");
    EXPECT_EQ(client.ask(version_frame), "01200000000000000000");
    EXPECT_EQ(client.ask(version_frame), "01200000000000000000");
    client.ask("0300000001000000");
    EXPECT_EQ(client.ask(version_frame), "01000000294783044837");
}

}  // namespace
}  // namespace jig::bench
