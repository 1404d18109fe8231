// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/firmware.hpp"

#include <gtest/gtest.h>

#include "bench/stlink/testing/stlink_rig.hpp"

namespace jig::bench {
namespace {

using testing::StlinkRig;

struct Exchange {
    const char* firmware;
    const char* command;
    const char* reply;
};

// On a chip whose memory is all zero, in debug mode with access port 0 open.
TEST(StlinkFirmware, answers_each_command_with_the_reply_that_drivers_expect) {
    const Exchange rows[] = {
        {"V2J37", "f1", "294783044837"},
        {"V3J9", "f1", "300083044f37"},
        {"V3J9", "fb", "03000903010000008304 4f37"},
        {"V2J37", "f5", "0200"},
        {"V2J37", "f7", "d1050000 ff070000"},
        {"V2J37", "f2 01", "8000"},
        {"V2J37", "f2 02", "8000"},
        {"V2J37", "f2 09", "8000"},
        {"V2J37", "f2 0a", "8000"},
        {"V2J37", "f2 21", ""},
        {"V2J37", "f2 22", "7714a01b"},
        {"V2J37", "f2 30 a3", "8000"},
        {"V2J37", "f2 30 a4", "8000"},
        {"V2J37", "f2 30 00", "0800"},
        {"V2J37", "f2 31", "80000000 7714a01b 00000000"},
        {"V2J37", "f2 32", "8000"},
        {"V2J37", "f2 33 0f", "80000000 00000000"},
        {"V2J37", "f2 34 0f 00000008", "8000"},
        {"V2J37", "f2 35 f0ed00e0 03005fa0", "8000"},
        {"V2J37", "f2 36 f0ed00e0", "80000000 00000000"},
        {"V2J37", "f2 3b", "8000"},
        {"V2J37", "f2 3c 00", "8000"},
        {"V2J37", "f2 3c 01", "8000"},
        {"V2J37", "f2 3c 02", "8000"},
        {"V2J37", "f2 3c 03", "0800"},
        {"V2J37", "f2 3e", "80000000 00000000 00000000"},
        {"V2J37", "f2 40", "8000"},
        {"V2J37", "f2 41", "8000"},
        {"V2J37", "f2 42", "0000"},
        {"V2J37", "f2 43 0000", "8000"},
        {"V2J37", "f2 43 0400", "4100"},
        {"V2J37", "f2 44 2000", "8000"},
        {"V2J37", "f2 44 2100", "4100"},
        {"V3J9", "f2 61 01 00 10270000", "80000000 401f0000"},
        {"V2J37", "f2 45 ffff 0000", "80000000 7714a01b"},
        {"V2J37", "f2 45 0000 fc00", "80000000 11007714"},
        {"V2J37", "f2 45 0100 fc00", "80000000 00000000"},
        {"V2J37", "f2 45 0100 0000", "1d00"},
        {"V2J37", "f2 46 ffff 0000 1e000000", "8000"},
        {"V2J37", "f2 49", "8000"},
        {"V2J37", "f2 4b 00", "8000"},
        {"V2J37", "f2 4b 01", "1d00"},
        {"V2J37", "f2 4c 00", "8000"},
        {"V2J28", "f2 4c 00", "1d00"},
        {"V2J37", "f2 53", "80000000 40000000"},
        {"V3J9", "f2 53", "80000000 cb040000"},
        {"V3J9", "f2 61 00 00 b80b0000", "80000000 e8030000"},
        {"V3J9", "f2 61 00 00 01000000", "80000000 05000000"},
        {"V2J37", "f9", "4200"},
    };
    for (const Exchange& row : rows) {
        StlinkRig rig(row.firmware);
        rig.enter_debug();
        EXPECT_EQ(rig.ask(row.command), to_hex(StlinkRig::bytes(row.reply))) << row.firmware << " " << row.command;
    }
}

TEST(StlinkFirmware, answers_a_command_it_has_not_learned_yet_with_unknown_command) {
    const Exchange rows[] = {
        {"V2J12", "f7", ""},         {"V2J14", "f2 3e", ""},      {"V2J21", "f2 43 0000", ""},
        {"V2J23", "f2 44 2000", ""}, {"V2J23", "f2 45 ffff", ""}, {"V2J23", "f2 46 ffff", ""},
        {"V2J25", "f2 47", ""},      {"V2J25", "f2 48", ""},      {"V2J25", "f2 50", ""},
        {"V2J27", "f2 4b", ""},      {"V2J27", "f2 4c", ""},      {"V2J31", "f2 51", ""},
        {"V2J31", "f2 52", ""},      {"V2J31", "f2 53", ""},      {"V2J31", "f2 54", ""},
        {"V2J35", "f2 56", ""},      {"V2J37", "f2 61", ""},      {"V2J37", "f2 62", ""},
        {"V2J37", "fb", ""},         {"V3J9", "f2 43 0000", ""},  {"V2J37", "f2 5f", ""},
    };
    for (const Exchange& row : rows) {
        StlinkRig rig(row.firmware);
        rig.enter_debug();
        EXPECT_EQ(rig.ask(row.command), "4200") << row.firmware << " " << row.command;
        EXPECT_EQ(rig.firmware.data_bytes(CommandBlock(StlinkRig::bytes(row.command))), 0u);
    }
}

TEST(StlinkFirmware, is_found_in_dfu_mode_and_debugs_only_after_being_asked_to) {
    StlinkRig rig("V2J37");
    EXPECT_EQ(rig.ask("f5"), "0000");
    EXPECT_EQ(rig.ask("f2 30 a3"), "4200");
    EXPECT_EQ(rig.ask("f3 07"), "");
    EXPECT_EQ(rig.ask("f5"), "0100");
    EXPECT_EQ(rig.ask("f2 36 f0ed00e0"), "0e00");
    EXPECT_EQ(rig.ask("f2 30 a3"), "8000");
    EXPECT_EQ(rig.ask("f5"), "0200");
    EXPECT_EQ(rig.ask("f2 21"), "");
    EXPECT_EQ(rig.ask("f5"), "0100");
}

TEST(StlinkFirmware, from_j28_registers_of_an_access_port_need_it_opened_and_leaving_closes_it) {
    StlinkRig rig("V2J37");
    rig.ask("f3 07");
    rig.ask("f2 30 a3");
    EXPECT_EQ(rig.ask("f2 45 0000 0400"), "1d00");
    EXPECT_EQ(rig.ask("f2 46 0000 0400 00000020"), "1d00");
    rig.ask("f2 4b 00");
    EXPECT_EQ(rig.ask("f2 45 0000 0400"), "8000000000000000");
    rig.ask("f2 21");
    rig.ask("f2 30 a3");
    EXPECT_EQ(rig.ask("f2 45 0000 0400"), "1d00");

    StlinkRig old("V2J24");
    old.ask("f3 07");
    old.ask("f2 30 a3");
    EXPECT_EQ(old.ask("f2 45 0000 0400"), "8000000000000000");
}

TEST(StlinkFirmware, memory_behind_access_port_0_needs_no_opening) {
    StlinkRig rig("V2J37");
    rig.ask("f3 07");
    rig.ask("f2 30 a3");
    EXPECT_EQ(rig.ask("f2 36 f0ed00e0"), "8000000000000000");
    rig.ask("f2 07 00000020 0400");
    EXPECT_EQ(rig.ask("f2 3b"), "8000");
}

TEST(StlinkFirmware, a_board_without_power_or_with_its_debug_pins_off_is_not_found) {
    StlinkRig rig("V2J37");
    rig.ask("f3 07");
    rig.bus.has_power = false;
    rig.millivolts = 0;
    EXPECT_EQ(rig.ask("f2 30 a3"), "0900");
    EXPECT_EQ(rig.ask("f7"), "d105000000000000");
    rig.bus.has_power = true;
    rig.bus.swd_pins = false;
    EXPECT_EQ(rig.ask("f2 30 a3"), "0900");
    rig.bus.swd_pins = true;
    EXPECT_EQ(rig.ask("f2 30 a3"), "8000");
}

TEST(StlinkFirmware, a_pulse_holds_the_reset_line_for_twenty_milliseconds) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.nrst.clear();
    const auto before = rig.bus.time;
    rig.ask("f2 3c 02");
    EXPECT_EQ(rig.nrst, "LH");
    EXPECT_EQ(rig.bus.time - before, machine::Picoseconds(std::chrono::milliseconds(20)));
}

TEST(StlinkFirmware, the_divisor_sets_the_speed_of_the_wire) {
    const std::pair<const char*, int> rows[] = {{"0000", 250'000}, {"0100", 555'555}, {"0300", 1'052'631}};
    for (const auto& [divisor, period_ps] : rows) {
        StlinkRig rig("V2J37");
        rig.ask("f3 07");
        EXPECT_EQ(rig.ask(std::string("f2 43 ") + divisor), "8000");
        EXPECT_EQ(rig.wire_clock.period().count(), period_ps);
    }
}

TEST(StlinkFirmware, core_registers_go_through_dcrsr_and_dcrdr) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.set_word(0xE000EDF0, 0x00030003);  // halted, S_REGRDY
    rig.bus.set_word(0xE000EDF8, 0x08001234);
    EXPECT_EQ(rig.ask("f2 01"), "8100");
    EXPECT_EQ(rig.ask("f2 33 0f"), "8000000034120008");
    EXPECT_EQ(rig.bus.word(0xE000EDF4), 15u);
    const std::string all = rig.ask("f2 3a");
    EXPECT_EQ(all.size(), 2 * 88u);
    EXPECT_EQ(all.substr(0, 16), "8000000034120008");
    EXPECT_EQ(rig.ask("f2 34 0f 78563412"), "8000");
    EXPECT_EQ(rig.bus.word(0xE000EDF8), 0x12345678u);
    EXPECT_EQ(rig.bus.word(0xE000EDF4), 0x0001000Fu);
}

}  // namespace
}  // namespace jig::bench
