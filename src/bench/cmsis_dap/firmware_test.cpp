// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/firmware.hpp"

#include <gtest/gtest.h>

#include "bench/cmsis_dap/testing/dap_rig.hpp"

namespace jig::bench {
namespace {

using std::chrono::microseconds;
using testing::DapRig;

TEST(DapFirmware, each_command_has_its_answer) {
    struct Row {
        const char* packet;
        const char* answer;
    };
    const Row rows[] = {
        {"00 01", "0002 5600"},          // vendor: "V"
        {"00 02", "0002 5000"},          // product
        {"00 03", "0002 5300"},          // serial number
        {"00 04", "0006 322e312e3200"},  // protocol 2.1.2
        {"00 05", "0000"},               // no target is known: nor its vendor, board, ...
        {"00 06", "0000"},
        {"00 07", "0000"},
        {"00 08", "0000"},
        {"00 09", "0000"},
        {"00 f0", "0002 1300"},  // SWD, JTAG, atomic commands
        {"00 f1", "0000"},       // no test domain timer
        {"00 fd", "0000"},       // no trace buffer
        {"00 fe", "0001 08"},
        {"00 ff", "0002 4000"},
        {"01 00 01", "0100"},
        {"01 01 00", "0100"},
        {"01 02 01", "01ff"},  // no such lamp
        {"02 00", "0201"},     // the default is SWD
        {"02 01", "0201"},
        {"02 02", "0202"},
        {"02 03", "0200"},
        {"03", "0300"},
        {"04 08 4000 0000", "0400"},
        {"09 0a00", "0900"},
        {"0a", "0a0000"},  // no reset sequence of a device
        {"10 00 00 00000000", "10af"},
        {"11 40420f00", "1100"},
        {"11 00000000", "11ff"},  // no clock at all
        {"12 08 ff", "1200"},
        {"13 00", "1300"},
        {"14 01 48 ff", "1400"},
        {"14 01 c8 ff", "1400ff"},
        {"15 02 04 05", "1500"},
        {"1d 01 08 00", "1d00"},
        {"1d 01 84", "1d000f"},
        {"", "0000"},     // nothing reads as zeros: DAP_Info of nothing
        {"0b", "ff"},     // not in the protocol
        {"17 01", "ff"},  // SWO, UART and vendor commands
        {"1f 01", "ff"},
        {"80", "ff"},
        {"7f 03 00fe 80 03", "7f03 000108 ff 0300"},
        {"7f 00", "7f00"},
    };
    for (const Row& row : rows) {
        DapRig rig;
        EXPECT_EQ(rig.ask(row.packet), to_hex(DapRig::bytes(row.answer))) << row.packet;
    }
}

TEST(DapFirmware, without_a_port_there_is_nothing_to_transfer) {
    struct Row {
        const char* packet;
        const char* answer;
    };
    const Row rows[] = {
        {"05 00 01 02", "050000"},
        {"06 00 0100 0f", "06000000"},
        {"08 00 1e000000", "08ff"},
        {"16 00", "16ff"},
    };
    for (const Row& row : rows) EXPECT_EQ(DapRig().ask(row.packet), row.answer) << row.packet;
}

TEST(DapFirmware, over_jtag_only_devices_of_the_chain_are_reached) {
    DapRig rig;
    rig.connect_jtag();
    EXPECT_EQ(rig.ask("16 00"), "16007704a03b");
    EXPECT_EQ(rig.ask("16 02"), "16ff");
    EXPECT_EQ(rig.ask("05 02 01 02"), "050000");
    EXPECT_EQ(rig.ask("06 02 0100 0f"), "06000000");
    EXPECT_EQ(rig.ask("08 02 1e000000"), "08ff");
    EXPECT_EQ(rig.ask("08 00 1e000000"), "0800");
}

TEST(DapFirmware, queued_packets_wait_for_one_that_is_not) {
    DapRig rig;
    EXPECT_EQ(rig.ask("7e 02 00fe 03"), "-");
    EXPECT_EQ(rig.ask("7e 01 09 0000"), "-");
    EXPECT_FALSE(rig.firmware.busy());
    EXPECT_EQ(rig.ask("01 00 01"), "7f020001080300");
    EXPECT_EQ(rig.next_answer(), "7f010900");
    EXPECT_EQ(rig.next_answer(), "0100");
    EXPECT_EQ(rig.next_answer(), "-");
}

TEST(DapFirmware, it_stops_when_nobody_takes_its_answers_and_goes_on_when_somebody_does) {
    DapRig rig;
    for (std::size_t i = 0; i < DapFirmware::packet_count; ++i) rig.firmware.receive(DapRig::bytes("03"));
    EXPECT_FALSE(rig.firmware.has_room());
    while (rig.firmware.step()) {}
    EXPECT_TRUE(rig.firmware.has_room());
    rig.firmware.receive(DapRig::bytes("00fe"));
    EXPECT_FALSE(rig.firmware.step());
    EXPECT_EQ(to_hex(rig.firmware.take_answer()), "0300");
    EXPECT_TRUE(rig.firmware.step());
}

TEST(DapFirmware, a_delay_takes_its_time_and_no_longer) {
    DapRig rig;
    const machine::Picoseconds before = rig.bus.time;
    rig.ask("09 e803");
    EXPECT_EQ(rig.bus.time - before, machine::Picoseconds(microseconds(1000)));
}

TEST(DapFirmware, the_clock_is_the_next_slower_that_a_divisor_gives) {
    struct Row {
        std::uint32_t asked_hz;
        std::uint32_t hz;
    };
    const Row rows[] = {
        {1'000'000, 976'562},     {4'000'000, 3'906'250},   {20'000'000, 15'625'000},
        {31'250'000, 31'250'000}, {50'000'000, 31'250'000}, {1, 476},
    };
    for (const Row& row : rows) EXPECT_EQ(dap_clock_hz(row.asked_hz), row.hz) << row.asked_hz;

    DapRig rig;
    rig.ask("11 00093d00");
    const machine::Picoseconds before = rig.bus.time;
    rig.ask("12 64 ffffffffffffffffffffffffff");
    EXPECT_EQ((rig.bus.time - before).count(), 100 * 256'000);
}

TEST(DapFirmware, pins_are_driven_and_read_back) {
    DapRig rig;
    EXPECT_EQ(rig.ask("10 00 80 00000000"), "102f");
    EXPECT_EQ(rig.ask("10 80 80 00000000"), "10af");
    EXPECT_EQ(rig.nrst, "LH");
    EXPECT_EQ(rig.ask("10 00 27 00000000"), "1088");
    EXPECT_EQ(rig.wire.cycles(), 0u);
    EXPECT_EQ(rig.ask("10 01 01 00000000"), "1089");
    EXPECT_EQ(rig.wire.cycles(), 1u);
    // Connecting and disconnecting let every pin go.
    rig.ask("10 00 80 00000000");
    rig.nrst.clear();
    EXPECT_EQ(rig.ask("03"), "0300");
    EXPECT_EQ(rig.nrst, "H");
    EXPECT_EQ(rig.ask("10 00 00 00000000"), "10af");
}

TEST(DapFirmware, sequences_move_swdio_both_ways) {
    DapRig rig;
    rig.connect_swd();
    // The request for DPIDR, turnaround and acknowledgement, the data with its parity and the line let go, idle.
    EXPECT_EQ(rig.ask("1d 04 08a5 84 a2 08 00"), "1d00037714a01b02");
}

TEST(DapFirmware, sequences_capture_tdo) {
    DapRig rig;
    rig.connect_jtag();
    // To Test-Logic-Reset, to Shift-DR, 32 bits of IDCODE.
    EXPECT_EQ(rig.ask("14 05 45ff 01ff 41ff 02ff a0 ffffffff"), "14007704a03b");
}

TEST(DapFirmware, what_a_short_packet_leaves_out_is_zero_and_what_is_too_long_is_cut) {
    struct Row {
        const char* packet;
        const char* answer;
    };
    const Row rows[] = {
        {"00", "0000"}, {"05", "050000"},  {"06 00 ffff", "06000000"},
        {"12", "1200"}, {"1d ff", "1d00"}, {"7f ff 00fe", ""},
    };
    for (const Row& row : rows) {
        DapRig rig;
        rig.connect_swd();
        const std::string answer = rig.ask(row.packet);
        EXPECT_LE(answer.size(), 2 * DapFirmware::packet_bytes) << row.packet;
        if (*row.answer != 0) {
            EXPECT_EQ(answer, row.answer) << row.packet;
        }
    }
}

}  // namespace
}  // namespace jig::bench
