// SPDX-License-Identifier: Apache-2.0
// The AHB-AP's registers, byte lanes and address increments.
#include "bench/debug_port/ahb_ap.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/debug_port/testing/recording_bus.hpp"

namespace jig::bench::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::uint8_t CSW = 0x00, TAR = 0x04, DRW = 0x0C;

class AhbApTest : public ::testing::Test {
 protected:
    RecordingBus bus;
    AhbAp ap{bus};

    void write(std::uint8_t address, std::uint32_t value) { ap.complete(ap.write(address, value)); }
    std::uint32_t read(std::uint8_t address) {
        const AhbAp::Access access = ap.read(address);
        ap.complete(access);
        return access.reply.value;
    }
};

TEST_F(AhbApTest, registers_read_as_the_manual_prints_them) {
    struct Row {
        const char* name;
        std::uint8_t address;
        std::uint32_t value;
    };
    for (const Row& row :
         {Row{"CSW", 0x00, 0x43800042}, Row{"TAR", 0x04, 0}, Row{"reserved", 0x08, 0}, Row{"CFG", 0xF4, 0},
          Row{"BASE", 0xF8, 0xE00FF003}, Row{"IDR", 0xFC, 0x14770011}, Row{"reserved", 0x20, 0}}) {
        EXPECT_EQ(read(row.address), row.value) << row.name;
    }
    EXPECT_TRUE(bus.log.empty());
}

TEST_F(AhbApTest, csw_keeps_size_increment_master_type_and_hprot_only) {
    write(CSW, 0xFFFFFFFF);
    EXPECT_EQ(read(CSW), 0x63800077u);
    write(CSW, 0);
    EXPECT_EQ(read(CSW), 0x41800040u);
}

TEST_F(AhbApTest, each_width_uses_its_lane_and_its_address) {
    struct Row {
        std::uint32_t csw, tar;
        const char* access;
        std::uint32_t value;
    };
    bus.set_word(0x20000000, 0x44332211);
    for (const Row& row :
         {Row{0, 0x20000000, "r1 0x20000000", 0x00000011}, Row{0, 0x20000001, "r1 0x20000001", 0x00002200},
          Row{0, 0x20000002, "r1 0x20000002", 0x00330000}, Row{0, 0x20000003, "r1 0x20000003", 0x44000000},
          Row{1, 0x20000000, "r2 0x20000000", 0x00002211}, Row{1, 0x20000002, "r2 0x20000002", 0x44330000},
          Row{1, 0x20000003, "r2 0x20000002", 0x44330000}, Row{2, 0x20000000, "r4 0x20000000", 0x44332211},
          Row{2, 0x20000002, "r4 0x20000000", 0x44332211}}) {
        write(CSW, row.csw);
        write(TAR, row.tar);
        EXPECT_EQ(read(DRW), row.value);
        EXPECT_EQ(bus.log.back(), row.access);
    }
}

TEST_F(AhbApTest, writes_take_their_lane_from_the_word) {
    write(CSW, 1);
    write(TAR, 0x08000002);
    write(DRW, 0xABCD1234);
    EXPECT_EQ(bus.log.back(), "w2 0x08000002 = 0x0000abcd");
    write(CSW, 0);
    write(TAR, 0x20000001);
    write(DRW, 0xABCD1234);
    EXPECT_EQ(bus.log.back(), "w1 0x20000001 = 0x00000012");
}

TEST_F(AhbApTest, tar_increments_by_the_width_and_wraps_in_4_kilobytes) {
    struct Row {
        std::uint32_t csw, tar, after;
    };
    for (const Row& row :
         {Row{0x02, 0x20000000, 0x20000000}, Row{0x12, 0x20000000, 0x20000004}, Row{0x11, 0x20000002, 0x20000004},
          Row{0x10, 0x20000003, 0x20000004}, Row{0x12, 0x200003FC, 0x20000400}, Row{0x12, 0x20000FFC, 0x20000000},
          Row{0x11, 0x20001FFE, 0x20001000}, Row{0x22, 0x20000000, 0x20000004}, Row{0x21, 0x20000FFC, 0x20000000},
          Row{0x20, 0x20000010, 0x20000014}}) {
        write(CSW, row.csw);
        write(TAR, row.tar);
        (void)read(DRW);
        EXPECT_EQ(read(TAR), row.after) << std::hex << row.csw << " " << row.tar;
    }
}

TEST_F(AhbApTest, packed_transfers_fill_the_word_with_several_accesses) {
    write(CSW, 0x21);
    write(TAR, 0x20000000);
    write(DRW, 0x44332211);
    EXPECT_EQ(bus.log, (std::vector<std::string>{"w2 0x20000000 = 0x00002211", "w2 0x20000002 = 0x00004433"}));
    write(CSW, 0x20);
    write(TAR, 0x20000000);
    EXPECT_EQ(read(DRW), 0x44332211u);
    EXPECT_EQ(bus.log.size(), 6u);
}

TEST_F(AhbApTest, a_packed_transfer_ends_with_its_first_fault_and_tar_stays) {
    bus.faulting = {0x20000001};
    write(CSW, 0x20);
    write(TAR, 0x20000000);
    EXPECT_TRUE(ap.read(DRW).reply.fault);
    EXPECT_EQ(bus.log.size(), 2u);
    (void)read(DRW);
    EXPECT_EQ(read(TAR), 0x20000000u);
}

TEST_F(AhbApTest, banked_data_reaches_the_four_words_around_tar_and_leaves_it_alone) {
    write(CSW, 0x12);
    write(TAR, 0xE000EDF4);
    write(0x10, 1);
    write(0x1C, 2);
    (void)read(0x14);
    EXPECT_EQ(bus.log,
              (std::vector<std::string>{"w4 0xe000edf0 = 0x00000001", "w4 0xe000edfc = 0x00000002", "r4 0xe000edf4"}));
    EXPECT_EQ(read(TAR), 0xE000EDF4u);
}

TEST_F(AhbApTest, tr_in_prog_shows_an_access_that_was_abandoned) {
    ap.abandon_until(1us);
    EXPECT_EQ(read(CSW), 0x438000C2u);
    bus.time = 1us;
    EXPECT_EQ(read(CSW), 0x43800042u);
}

}  // namespace
}  // namespace jig::bench::testing
