// SPDX-License-Identifier: Apache-2.0
// The ST-Link's commands over JTAG: what differs from SWD.
#include <gtest/gtest.h>

#include "bench/stlink/testing/stlink_rig.hpp"

namespace jig::bench {
namespace {

using testing::StlinkRig;
using namespace std::chrono_literals;

constexpr const char* enter_jtag = "f2 30 a4";
constexpr const char* read_8_bytes = "f2 07 00000020 0800";

StlinkRig& on_jtag(StlinkRig& rig) {
    rig.enter_debug(enter_jtag);
    return rig;
}

TEST(StlinkFirmwareOnJtag, who_answers_is_the_jtag_dp_and_swd_can_be_entered_again) {
    StlinkRig rig("V2J37");
    EXPECT_EQ(on_jtag(rig).ask("f2 31"), "800000007704a03b00000000");
    EXPECT_EQ(rig.ask("f2 22"), "7704a03b");
    EXPECT_EQ(rig.ask("f2 30 a3"), "8000");
    EXPECT_EQ(rig.ask("f2 31"), "800000007714a01b00000000");
    EXPECT_EQ(rig.ask(enter_jtag), "8000");
    EXPECT_EQ(rig.ask("f2 36 f0ed00e0"), "8000000000000000");
}

TEST(StlinkFirmwareOnJtag, a_board_without_power_or_with_its_jtag_pins_off_has_no_chain) {
    StlinkRig rig("V2J37");
    rig.ask("f3 07");
    rig.bus.has_power = false;
    EXPECT_EQ(rig.ask(enter_jtag), "0400");
    rig.bus.has_power = true;
    rig.bus.jtag_pins = false;  // SWJ_CFG = 010: SWD alone is left
    EXPECT_EQ(rig.ask(enter_jtag), "0400");
    EXPECT_EQ(rig.ask("f2 30 a3"), "8000");
    rig.bus.jtag_pins = true;
    EXPECT_EQ(rig.ask(enter_jtag), "8000");
}

TEST(StlinkFirmwareOnJtag, memory_is_read_and_written) {
    StlinkRig rig("V2J37");
    on_jtag(rig);
    const Bytes data = StlinkRig::bytes("0df0feca efbeadde");
    rig.ask("f2 08 00000020 0800", data);
    EXPECT_EQ(rig.ask("f2 3b"), "8000");
    EXPECT_EQ(rig.bus.word(0x20000000), 0xCAFEF00Du);
    EXPECT_EQ(rig.bus.word(0x20000004), 0xDEADBEEFu);
    EXPECT_EQ(rig.ask(read_8_bytes), "0df0fecaefbeadde");
    EXPECT_EQ(rig.ask("f2 3b"), "8000");
    EXPECT_EQ(rig.ask("f2 0c 01000020 0300"), "f0feca");
    EXPECT_EQ(rig.ask("f2 3b"), "8000");
}

// A JTAG-DP has no FAULT: only STICKYERR tells.
TEST(StlinkFirmwareOnJtag, a_refused_access_is_noticed_at_the_end_and_the_next_transfer_works) {
    StlinkRig rig("V2J37");
    on_jtag(rig);
    rig.bus.faulting = {0x20000000};
    (void)rig.ask(read_8_bytes);
    EXPECT_EQ(rig.ask("f2 3b"), "1100");
    rig.ask("f2 08 00000020 0400", Bytes(4));
    EXPECT_EQ(rig.ask("f2 3b"), "1100");
    EXPECT_EQ(rig.ask("f2 36 00000020"), "1100000000000000");
    rig.bus.faulting.clear();
    EXPECT_EQ(rig.ask("f2 36 00000020"), "8000000000000000");
}

TEST(StlinkFirmwareOnJtag, a_port_that_stays_busy_is_a_wait) {
    StlinkRig rig("V2J37");
    on_jtag(rig);
    rig.bus.latency = 1s;
    (void)rig.ask("f2 07 00000020 0400");
    EXPECT_EQ(rig.ask("f2 3b"), "1000");
}

// OpenOCD calls it a quirk: it reads RDBUFF behind each DP register where the firmware is older than J32.
TEST(StlinkFirmwareOnJtag, before_j32_a_dp_register_is_read_one_command_late) {
    StlinkRig rig("V2J37");
    EXPECT_EQ(on_jtag(rig).ask("f2 45 ffff 0400"), "80000000000000f0");
    StlinkRig old("V2J24");
    on_jtag(old);
    EXPECT_NE(old.ask("f2 45 ffff 0800"), "80000000000000f0");
    EXPECT_EQ(old.ask("f2 45 ffff 0400").substr(0, 4), "8000");
    EXPECT_EQ(old.ask("f2 45 ffff 0c00"), "80000000000000f0");
}

TEST(StlinkFirmwareOnJtag, each_word_costs_one_scan_of_41_cycles) {
    StlinkRig rig("V2J37");
    on_jtag(rig);
    std::uint64_t cycles[2] = {};
    for (const unsigned words : {256u, 128u}) {
        rig.ask("f2 36 00000020");
        const std::uint64_t before = rig.wire.cycles();
        (void)rig.ask(words == 256 ? "f2 07 00000020 0004" : "f2 07 00000020 0002");
        cycles[words / 256] = rig.wire.cycles() - before;
    }
    EXPECT_EQ(cycles[1] - cycles[0], 128u * 41);
}

TEST(StlinkFirmwareOnJtag, has_a_speed_of_its_own) {
    StlinkRig rig("V2J37");
    rig.ask("f3 07");
    rig.ask("f2 43 0000");
    rig.ask("f2 44 0400");
    EXPECT_EQ(rig.wire_clock.period(), clock_period(4000));
    rig.ask(enter_jtag);
    EXPECT_EQ(rig.wire_clock.period(), clock_period(9000));
    rig.ask("f2 44 2000");
    EXPECT_EQ(rig.wire_clock.period(), clock_period(1125));
    rig.ask("f2 43 0100");
    EXPECT_EQ(rig.wire_clock.period(), clock_period(1125));
    rig.ask("f2 30 a3");
    EXPECT_EQ(rig.wire_clock.period(), clock_period(1800));
}

}  // namespace
}  // namespace jig::bench
