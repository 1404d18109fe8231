// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "bench/stlink/firmware.hpp"
#include "bench/stlink/testing/stlink_rig.hpp"

namespace jig::bench {
namespace {

using testing::StlinkRig;

constexpr const char* ok_status = "800000000000000000000000";

TEST(StlinkMemory, reads_and_writes_in_the_width_it_is_asked_for) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    const Bytes data = {0x11, 0x22, 0x33, 0x44};
    EXPECT_EQ(rig.ask("f2 08 00000020 0400", data), "");
    EXPECT_EQ(rig.ask("f2 48 06000020 0200", ByteView(data).first(2)), "");
    EXPECT_EQ(rig.ask("f2 0d 09000020 0100", ByteView(data).first(1)), "");
    EXPECT_EQ(rig.bus.log, (std::vector<std::string>{"w4 0x20000000 = 0x44332211", "w2 0x20000006 = 0x00002211",
                                                     "w1 0x20000009 = 0x00000011"}));
    rig.bus.log.clear();
    EXPECT_EQ(rig.ask("f2 07 00000020 0800"), "1122334400001122");
    EXPECT_EQ(rig.ask("f2 47 06000020 0200"), "1122");
    EXPECT_EQ(rig.ask("f2 3e"), ok_status);
    EXPECT_EQ(rig.bus.log, (std::vector<std::string>{"r4 0x20000000", "r4 0x20000004", "r2 0x20000006"}));
}

TEST(StlinkMemory, one_byte_is_answered_with_two) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.set_word(0x20000000, 0x44332211);
    EXPECT_EQ(rig.ask("f2 0c 01000020 0100").size(), 4u);
    EXPECT_EQ(rig.ask("f2 0c 01000020 0100").substr(0, 2), "22");
}

TEST(StlinkMemory, without_increment_all_words_go_to_one_address) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.ask("f2 50 00000020 0800", StlinkRig::bytes("01000000 02000000"));
    EXPECT_EQ(rig.bus.log, (std::vector<std::string>{"w4 0x20000000 = 0x00000001", "w4 0x20000000 = 0x00000002"}));
    EXPECT_EQ(rig.ask("f2 54 00000020 0800"), "0200000002000000");
}

TEST(StlinkMemory, a_transfer_over_a_tar_boundary_reaches_every_address_once) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    // The AHB-AP's own increment wraps at 4 KB.
    EXPECT_EQ(rig.ask("f2 07 f80f0020 1000").size(), 32u);
    EXPECT_EQ(rig.bus.log,
              (std::vector<std::string>{"r4 0x20000ff8", "r4 0x20000ffc", "r4 0x20001000", "r4 0x20001004"}));
}

struct Refusal {
    const char* firmware;
    const char* command;
    const char* status;
};

TEST(StlinkMemory, what_is_beyond_its_limits_is_refused_and_touches_nothing) {
    const Refusal rows[] = {
        {"V2J37", "f2 07 02000020 0400", "0a00"},  // a word at a half-word's address
        {"V2J37", "f2 07 00000020 0600", "0a00"},  // one and a half words
        {"V2J37", "f2 47 01000020 0200", "0a00"},    {"V2J37", "f2 07 00000020 0418", "0800"},  // 6148 bytes
        {"V2J37", "f2 0c 00000020 4100", "0800"},                                               // 65 bytes on a V2
        {"V3J9", "f2 0c 00000020 0102", "0800"},                                                // 513 bytes on a V3
        {"V3J5", "f2 0c 00000020 4100", "0800"},                                                // a V3 before J6
        {"V2J37", "f2 07 00000020 0400 01", "1d00"},  // an AP that is not open
    };
    for (const Refusal& row : rows) {
        StlinkRig rig(row.firmware);
        rig.enter_debug();
        rig.ask(row.command);
        EXPECT_EQ(rig.ask("f2 3e").substr(0, 4), row.status) << row.firmware << " " << row.command;
        EXPECT_TRUE(rig.bus.log.empty()) << row.command;
    }
}

TEST(StlinkMemory, up_to_its_limits_it_serves) {
    const Refusal rows[] = {
        {"V2J37", "f2 07 00000020 0018", ok_status},  // 6144 bytes
        {"V2J37", "f2 0c 00000020 4000", ok_status},
        {"V3J9", "f2 0c 00000020 0002", ok_status},
        {"V2J24", "f2 07 00000020 0400 01", ok_status},  // an AP's number is not looked at before J32
    };
    for (const Refusal& row : rows) {
        StlinkRig rig(row.firmware);
        rig.enter_debug();
        rig.ask(row.command);
        EXPECT_EQ(rig.ask("f2 3e"), row.status) << row.command;
    }
}

TEST(StlinkMemory, a_failed_read_answers_with_stale_bytes_and_says_so_only_when_asked) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    for (std::uint32_t i = 0; i < 4; ++i) rig.bus.set_word(0x20000000 + 4 * i, 0x11111111 * (i + 1));
    for (std::uint32_t i = 0; i < 4; ++i) rig.bus.set_word(0x08000000 + 4 * i, 0xAAAAAAAA);
    rig.ask("f2 07 00000020 1000");
    rig.bus.faulting.insert(0x08000008);
    EXPECT_EQ(rig.ask("f2 07 00000008 1000"), "aaaaaaaaaaaaaaaa3333333344444444");
    EXPECT_EQ(rig.ask("f2 3e"), "110000000800000800000000");
    EXPECT_EQ(rig.ask("f2 3b"), "1100");
    // The next transfer clears what the failure left behind.
    EXPECT_EQ(rig.ask("f2 07 00000020 0400"), "11111111");
    EXPECT_EQ(rig.ask("f2 3e"), ok_status);
}

TEST(StlinkMemory, a_failed_write_names_the_address_and_writes_nothing_behind_it) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.faulting.insert(0x20000004);
    rig.ask("f2 08 00000020 1000", Bytes(16, 0x55));
    EXPECT_EQ(rig.ask("f2 3e"), "110000000400002000000000");
    EXPECT_EQ(rig.bus.word(0x20000000), 0x55555555u);
    EXPECT_EQ(rig.bus.word(0x2000000C), 0u);
}

TEST(StlinkMemory, data_that_arrived_damaged_is_told_from_an_access_that_was_refused) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.ask("f2 08 00000020 0400", Bytes(4, 0x55));
    rig.port.write_damaged();
    rig.ask("f2 08 00000020 0400", Bytes(4, 0x66));
    EXPECT_EQ(rig.ask("f2 3e").substr(0, 4), "1800");
    rig.ask("f2 08 00000020 0400", Bytes(4, 0x77));
    EXPECT_EQ(rig.ask("f2 3e"), ok_status);
}

TEST(StlinkMemory, a_short_wait_is_waited_for_and_a_long_one_is_reported) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.latency = std::chrono::microseconds(70);
    rig.ask("f2 48 00000008 0400", Bytes(4, 0x12));
    EXPECT_EQ(rig.ask("f2 3e"), ok_status);
    rig.bus.latency = std::chrono::milliseconds(20);
    rig.ask("f2 07 00000008 0400");
    EXPECT_EQ(rig.ask("f2 3e").substr(0, 4), "1000");
    // Once the access is over all is well again.
    rig.bus.latency = {};
    rig.bus.time += std::chrono::milliseconds(20);
    rig.ask("f2 07 00000008 0400");
    EXPECT_EQ(rig.ask("f2 3e"), ok_status);
}

TEST(StlinkMemory, after_a_fault_on_a_dap_register_the_access_port_stays_shut_until_cleared) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.faulting.insert(0);
    EXPECT_EQ(rig.ask("f2 46 0000 0000 12000023"), "8000");  // CSW
    EXPECT_EQ(rig.ask("f2 46 0000 0400 00000000"), "8000");  // TAR
    EXPECT_EQ(rig.ask("f2 45 0000 0c00").substr(0, 4), "1100");
    EXPECT_EQ(rig.ask("f2 45 ffff 0400"), "80000000200000f0");  // STICKYERR in CTRL/STAT
    EXPECT_EQ(rig.ask("f2 45 0000 0400").substr(0, 4), "1100");
    EXPECT_EQ(rig.ask("f2 46 ffff 0000 04000000"), "8000");  // ABORT.STKERRCLR
    EXPECT_EQ(rig.ask("f2 45 0000 0400"), "8000000000000000");
}

TEST(StlinkMisc, a_batch_answers_a_word_and_a_status_for_each_item) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.set_word(0x20000010, 0xCAFEF00D);
    const Bytes out = StlinkRig::bytes("05 01 02 03 00000000 00000020 78563412 10000020");
    const CommandBlock command(StlinkRig::bytes("f2 51 04000000"));
    EXPECT_EQ(rig.firmware.data_bytes(command), out.size());
    EXPECT_EQ(rig.ask("f2 51 04000000", out), "");
    EXPECT_EQ(rig.bus.word(0x20000000), 0x12345678u);
    EXPECT_EQ(rig.ask("f2 52"), to_hex(StlinkRig::bytes("00000000 00000020 78563412 0df0feca"
                                                        "80000000 80000000 80000000 80000000")));
}

TEST(StlinkMisc, behind_an_item_that_failed_nothing_is_done) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    rig.bus.faulting.insert(0x08000000);
    rig.ask("f2 51 04000000", StlinkRig::bytes("03 01 02 00 00000008 00000020 78563412 00000000"));
    EXPECT_EQ(rig.ask("f2 52").substr(32), "11000000110000001100000011000000");
    EXPECT_EQ(rig.bus.word(0x20000000), 0u);
}

TEST(StlinkMisc, more_items_than_a_v2_takes_are_cut_to_sixty_four) {
    StlinkRig rig("V2J37");
    rig.enter_debug();
    const CommandBlock command(StlinkRig::bytes("f2 51 ffff0000"));
    EXPECT_EQ(rig.firmware.data_bytes(command), 64u + 64 * 4);
}

}  // namespace
}  // namespace jig::bench
