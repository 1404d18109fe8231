// SPDX-License-Identifier: Apache-2.0
// DAP_Transfer and DAP_TransferBlock, over SWD and over JTAG.
#include <gtest/gtest.h>

#include "bench/cmsis_dap/testing/dap_rig.hpp"

namespace jig::bench {
namespace {

using std::chrono::microseconds;
using testing::DapRig;

// As SWD packets without their bits, as bits (contact noise that never flips one), and as JTAG scans.
enum class Way { packets, bits, jtag };

DapRig& connected(Way way, DapRig& rig) {
    if (way == Way::jtag) {
        rig.connect_jtag();
    } else {
        rig.connect_swd();
    }
    rig.bus.set_word(0x20000000, 0x11111111);
    rig.bus.set_word(0x20000004, 0x22222222);
    rig.bus.set_word(0x20000008, 0x33333333);
    return rig;
}

ContactNoise noise_of(Way way) { return {.probability = way == Way::bits ? 1e-15 : 0.0}; }

TEST(DapTransfer, reads_and_writes_come_in_the_order_they_were_asked_for) {
    struct Row {
        const char* what;
        const char* packet;
        const char* answer;
    };
    const Row rows[] = {
        {"one AP read", "05 00 01 0f", "050101 11111111"},
        {"AP reads in a row", "05 00 03 0f 0f 0f", "050301 11111111 22222222 33333333"},
        {"an AP read, then a DP write and another", "05 00 03 0f 08 00000000 0f", "050301 11111111 22222222"},
        {"an AP read between writes", "05 00 03 05 04000020 0f 05 00000020", "050301 22222222"},
        {"a write", "05 00 02 0d 55555555 0d 66666666", "050201"},
        {"a match", "05 00 02 20 ffff0000 1f 11110000", "050201"},
        {"a match, then a read", "05 00 03 20 ffff0000 1f 11110000 0f", "050301 33333333"},
        {"a mismatch", "05 00 03 20 ffff0000 1f 99990000 0f", "050111"},
        {"a mask alone", "05 00 01 20 ffffffff", "050101"},
        {"nothing", "05 00 00", "050000"},
        {"a block of reads", "06 00 0300 0f", "060300 01 11111111 22222222 33333333"},
        {"a block of writes", "06 00 0200 0d 55555555 66666666", "060200 01"},
        {"a block of nothing", "06 00 0000 0f", "060000 00"},
        {"a block whose data is missing", "06 00 0300 0d 55555555", "060100 01"},
        {"two commands in one packet", "7f 02 05 00 01 0f 06 00 0100 0f", "7f02 050101 11111111 06010001 22222222"},
    };
    for (const Way way : {Way::packets, Way::bits, Way::jtag}) {
        for (const Row& row : rows) {
            DapRig rig({}, noise_of(way));
            EXPECT_EQ(connected(way, rig).ask(row.packet), to_hex(DapRig::bytes(row.answer)))
                << row.what << ", way " << static_cast<int>(way);
        }
    }
}

TEST(DapTransfer, packets_and_bits_take_the_same_time) {
    for (const char* packet : {"05 00 02 0f 0f", "06 00 0300 0f", "06 00 0200 0d 55555555 66666666"}) {
        machine::Picoseconds took[2];
        std::size_t i = 0;
        for (const Way way : {Way::packets, Way::bits}) {
            DapRig rig({}, noise_of(way));
            const machine::Picoseconds before = connected(way, rig).bus.time;
            rig.ask(packet);
            took[i++] = rig.bus.time - before;
        }
        EXPECT_EQ(took[0], took[1]) << packet;
    }
}

TEST(DapTransfer, an_answer_never_outgrows_its_packet) {
    for (const Way way : {Way::packets, Way::jtag}) {
        DapRig rig;
        connected(way, rig);
        std::string reads = "05 00 ff";
        for (int i = 0; i < 61; ++i) reads += "0f";
        EXPECT_EQ(rig.ask(reads).substr(0, 6), "050f01");
        EXPECT_EQ(rig.ask("06 00 ffff 0f").substr(0, 8), "060f0001");
    }
}

TEST(DapTransfer, a_match_is_looked_for_as_often_as_configured) {
    DapRig rig;
    connected(Way::packets, rig);
    rig.ask("04 00 6400 0300");
    // Three repetitions: 0x44444444 at 0x2000000c is the fourth read.
    rig.bus.set_word(0x2000000C, 0x44444444);
    EXPECT_EQ(rig.ask("05 00 02 20 ffffffff 1f 44444444"), "050201");
    rig.ask("05 00 01 05 00000020");
    EXPECT_EQ(rig.ask("05 00 02 20 ffffffff 1f 55555555"), "050111");
}

TEST(DapTransfer, waits_are_repeated_as_often_as_configured) {
    for (const Way way : {Way::packets, Way::bits, Way::jtag}) {
        DapRig rig({}, noise_of(way));
        connected(way, rig);
        rig.bus.latency = microseconds(300);
        EXPECT_EQ(rig.ask("06 00 0200 0f"), to_hex(DapRig::bytes("060200 01 11111111 22222222")));
        rig.ask("04 00 0000 0000");
        EXPECT_EQ(rig.ask("06 00 0200 0f"), "06000002") << static_cast<int>(way);
        EXPECT_EQ(rig.ask("05 00 02 0f 0f"), "050002") << static_cast<int>(way);
    }
}

TEST(DapTransfer, a_fault_ends_a_transfer_and_says_how_far_it_came) {
    for (const Way way : {Way::packets, Way::bits}) {
        DapRig rig({}, noise_of(way));
        connected(way, rig);
        rig.bus.faulting = {0x20000004};
        EXPECT_EQ(rig.ask("06 00 0300 0f"), to_hex(DapRig::bytes("060100 04 11111111")));
        EXPECT_EQ(rig.ask("05 00 01 0f"), "050004");  // the sticky error stands
        EXPECT_EQ(rig.ask("08 00 1e000000"), "0800");
        EXPECT_EQ(rig.ask("05 00 02 05 00000020 0f"), "05020111111111");
    }
}

TEST(DapTransfer, with_a_data_phase_the_line_stays_in_step_after_wait_and_fault) {
    for (const Way way : {Way::packets, Way::bits}) {
        DapRig rig({}, noise_of(way));
        connected(way, rig);
        rig.ask("13 04");
        rig.ask("05 00 01 04 01000050");  // CTRL/STAT.ORUNDETECT
        rig.bus.faulting = {0x20000004};
        EXPECT_EQ(rig.ask("06 00 0300 0f").substr(0, 8), "06010004");
        EXPECT_EQ(rig.ask("05 00 01 0d 11111111"), "050004");
        rig.ask("08 00 1e000000");
        EXPECT_EQ(rig.ask("05 00 02 05 00000020 0f"), "05020111111111");
    }
}

TEST(DapTransfer, turnaround_follows_the_targets) {
    DapRig rig;
    connected(Way::packets, rig);
    rig.ask("05 00 01 08 01000000");  // DPBANKSEL: WCR at address 4
    // WCR.TURNROUND = 3 cycles, written bit by bit: DAP_Transfer would look for its outcome after one cycle still.
    rig.ask("1d 03 08a9 85 21 0002000001");
    rig.ask("13 02");
    EXPECT_EQ(rig.ask("05 00 03 08 00000000 0f 0f"), "0503011111111122222222");
}

TEST(DapTransfer, nobody_answers_without_power_and_a_wrong_parity_is_told) {
    DapRig dead;
    connected(Way::packets, dead);
    dead.bus.has_power = false;
    EXPECT_EQ(dead.ask("05 00 01 02"), "050007");
    EXPECT_EQ(dead.ask("06 00 0100 0f"), "06000007");

    // Every second bit or so is flipped: sooner or later an acknowledgement arrives whole and its data does not.
    bool parity_error = false;
    for (std::uint64_t seed = 1; seed < 200 && !parity_error; ++seed) {
        DapRig noisy({}, {.seed = seed, .probability = 0.02});
        connected(Way::bits, noisy);
        parity_error = noisy.ask("05 00 01 02") == "050008";
    }
    EXPECT_TRUE(parity_error);
}

TEST(DapTransfer, idle_cycles_follow_what_is_answered_with_ok) {
    DapRig rig;
    connected(Way::packets, rig);
    const auto cycles = [&](const char* packet) {
        const std::uint64_t before = rig.wire.cycles();
        rig.ask(packet);
        return rig.wire.cycles() - before;
    };
    EXPECT_EQ(cycles("05 00 01 02"), 46u);
    rig.ask("04 08 6400 0000");
    EXPECT_EQ(cycles("05 00 01 02"), 54u);
    EXPECT_EQ(cycles("06 00 0300 0f"), 4 * 54u);
}

TEST(DapTransfer, an_abort_ends_the_transfer_that_is_under_way_and_no_other) {
    DapRig rig;
    connected(Way::packets, rig);
    EXPECT_EQ(rig.ask("07"), "-");
    rig.firmware.receive(DapRig::bytes("05 00 03 0f 0f 0f"));
    rig.firmware.step();  // the command is read
    rig.firmware.step();  // the first AP read is asked for
    EXPECT_EQ(rig.ask("07"), to_hex(DapRig::bytes("050201 11111111 22222222")));
    EXPECT_EQ(rig.ask("05 00 01 0f"), to_hex(DapRig::bytes("050101 33333333")));
}

TEST(DapTransfer, an_abort_ends_endless_waiting) {
    DapRig rig;
    connected(Way::packets, rig);
    rig.bus.latency = std::chrono::seconds(3600);
    rig.ask("04 00 ffff 0000");
    rig.firmware.receive(DapRig::bytes("05 00 02 0f 0f"));
    for (int i = 0; i < 20; ++i) rig.firmware.step();
    EXPECT_EQ(rig.ask("07"), "050102");
}

}  // namespace
}  // namespace jig::bench
