// SPDX-License-Identifier: Apache-2.0
// The scan chain as a JTAG adapter sees it: two TAPs, IDCODE, BYPASS, DPACC, APACC, ABORT.
#include "bench/jtag/jtag_chain.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/debug_port/testing/recording_bus.hpp"
#include "bench/swd/swj_port.hpp"

namespace jig::bench::testing {
namespace {

using namespace std::chrono_literals;

constexpr unsigned ABORT = 0x8, DPACC = 0xA, APACC = 0xB, IDCODE = 0xE, BYPASS = 0xF;
constexpr std::uint64_t ok = 0b010, wait = 0b001;

class JtagChainTest : public ::testing::Test {
 protected:
    RecordingBus bus;
    DebugPort port{bus};
    FixedWireTime time{bus, 1us};
    SwjPort wire{port, time};

    JtagChainTest() { move("111110"); }

    void move(std::string_view tms) {
        for (const char bit : tms) wire.rising_edge(drive_of(bit == '1'), false);
    }
    // Shifts `count` bits through the chain from Run-Test/Idle and comes back there.
    std::uint64_t scan(std::string_view way_in, std::uint64_t bits, unsigned count) {
        move(way_in);
        std::uint64_t out = 0;
        for (unsigned i = 0; i < count; ++i) {
            out |= std::uint64_t{wire.sample_tdo()} << i;
            wire.rising_edge(drive_of(i + 1 == count), (bits >> i & 1) != 0);
        }
        move("10");
        return out;
    }
    std::uint64_t scan_ir(std::uint64_t bits, unsigned count) { return scan("1100", bits, count); }
    std::uint64_t scan_dr(std::uint64_t bits, unsigned count) { return scan("100", bits, count); }

    // The JTAG-DP's instruction; the boundary-scan TAP behind it is bypassed.
    void instruction(unsigned ir) { scan_ir(0x1F0 | ir, 9); }
    // What comes out of one access scan: acknowledgement in bits 2:0, data above it.
    std::uint64_t access(unsigned ir, bool read, unsigned address, std::uint32_t value = 0) {
        instruction(ir);
        // The first bit in goes through to the bypass bit's end last: 35 bits for the JTAG-DP, one for BYPASS.
        return scan_dr(std::uint64_t{value} << 3 | address >> 1 | (read ? 1 : 0), 36) & 0x7FFFFFFFF;
    }
    std::uint32_t read_dp(unsigned address) {
        access(DPACC, true, address);
        return static_cast<std::uint32_t>(access(DPACC, true, 0xC) >> 3);
    }
    std::uint32_t read_ap(unsigned address) {
        access(APACC, true, address);
        return static_cast<std::uint32_t>(access(DPACC, true, 0xC) >> 3);
    }
};

TEST_F(JtagChainTest, after_reset_both_idcodes_come_out_jtag_dp_first) {
    EXPECT_EQ(scan_dr(0, 64), 0x06414041'3BA00477u);
}

TEST_F(JtagChainTest, capture_ir_shows_the_lengths_of_both_instruction_registers) {
    // 0001 of the JTAG-DP, 00001 of the boundary-scan TAP, then what was shifted in.
    EXPECT_EQ(scan_ir(~0ull, 12), 0b111'00001'0001u);
}

TEST_F(JtagChainTest, bypass_is_one_bit_in_each_tap) {
    scan_ir(0x1FF, 9);
    EXPECT_EQ(scan_dr(0b1011, 6), 0b101100u);
}

TEST_F(JtagChainTest, every_instruction_has_its_length) {
    struct Row {
        const char* name;
        unsigned ir;
        unsigned bits;
    };
    for (const Row& row : {Row{"ABORT", ABORT, 35}, Row{"DPACC", DPACC, 35}, Row{"APACC", APACC, 35},
                           Row{"IDCODE", IDCODE, 32}, Row{"BYPASS", BYPASS, 1}, Row{"unused", 0x0, 1}}) {
        instruction(row.ir);
        // A lone one shifted in comes out after both registers' lengths.
        move("100");
        unsigned length = 0;
        for (; length < 40; ++length) wire.rising_edge(Drive::low, false);
        wire.rising_edge(Drive::low, true);
        for (length = 0; !wire.sample_tdo() && length < 100; ++length) wire.rising_edge(Drive::low, false);
        // The registers must not keep what went through: leave by Pause and reset.
        move("11111");
        move("0");
        EXPECT_EQ(length + 1, row.bits + 1) << row.name;
        port.power_on_reset();
    }
}

TEST_F(JtagChainTest, dp_registers_are_read_one_scan_later) {
    access(DPACC, false, 0x4, power_up);
    EXPECT_EQ(read_dp(0x4), 0xF0000000u);
    access(DPACC, false, 0x8, 0x000000F0);
    EXPECT_EQ(read_dp(0x8), 0x000000F0u);
    EXPECT_EQ(read_ap(0xC), 0x14770011u);
    EXPECT_EQ(access(DPACC, true, 0xC), ok);  // RDBUFF itself reads as zero
}

TEST_F(JtagChainTest, ap_reads_and_writes_reach_the_bus) {
    access(DPACC, false, 0x4, power_up);
    access(APACC, false, 0x0, csw_word_single);
    access(APACC, false, 0x4, 0x20000000);
    access(APACC, false, 0xC, 0xCAFEF00D);
    access(APACC, false, 0x4, 0x20000000);
    EXPECT_EQ(read_ap(0xC), 0xCAFEF00Du);
    EXPECT_EQ(read_ap(0x4), 0x20000004u);
}

TEST_F(JtagChainTest, wait_is_answered_while_busy_and_the_scan_is_dropped) {
    access(DPACC, false, 0x4, power_up);
    access(APACC, false, 0x4, 0x20000000);
    bus.latency = 1s;
    access(APACC, true, 0xC);
    EXPECT_EQ(access(APACC, false, 0x4, 0x2000BAD0) & 7, wait);
    EXPECT_EQ(access(DPACC, false, 0x8, 0x000000F0) & 7, wait);
    bus.time += 1s;
    EXPECT_EQ(access(DPACC, true, 0xC) & 7, ok);
    EXPECT_EQ(read_dp(0x8), 0u);
    EXPECT_EQ(read_ap(0x4), 0x20000000u);
}

TEST_F(JtagChainTest, capture_knows_how_much_time_the_scan_before_it_took) {
    access(DPACC, false, 0x4, power_up);
    bus.latency = 10us;
    access(APACC, true, 0xC);
    EXPECT_EQ(access(DPACC, true, 0xC) & 7, ok);
}

TEST_F(JtagChainTest, abort_frees_a_port_that_is_stuck) {
    access(DPACC, false, 0x4, power_up);
    bus.latency = 10s;
    access(APACC, true, 0xC);
    EXPECT_EQ(access(DPACC, true, 0x4) & 7, wait);
    EXPECT_EQ(access(ABORT, false, 0x0, 1) & 7, ok);
    EXPECT_EQ(access(DPACC, true, 0x4) & 7, ok);
}

TEST_F(JtagChainTest, a_bus_error_is_read_in_ctrl_stat_and_cleared_by_writing_a_one) {
    access(DPACC, false, 0x4, power_up);
    access(APACC, false, 0x4, 0x20000000);
    bus.faulting = {0x20000000};
    access(APACC, true, 0xC);
    EXPECT_EQ(access(APACC, false, 0x4, 0x20000010) & 7, ok);  // there is no FAULT; the write is dropped
    EXPECT_EQ(read_dp(0x4), 0xF0000020u);
    access(DPACC, false, 0x4, power_up);
    EXPECT_EQ(read_dp(0x4), 0xF0000020u);
    access(DPACC, false, 0x4, power_up | 0x20);
    EXPECT_EQ(read_dp(0x4), 0xF0000000u);
    EXPECT_EQ(read_ap(0x4), 0x20000000u);
}

TEST_F(JtagChainTest, overrun_detection_flags_a_wait) {
    access(DPACC, false, 0x4, power_up | ctrl_stat::ORUNDETECT);
    bus.latency = 1s;
    access(APACC, true, 0xC);
    access(APACC, true, 0xC);
    bus.time += 1s;
    EXPECT_EQ(read_dp(0x4), 0xF0000003u);
    access(DPACC, false, 0x4, power_up | ctrl_stat::ORUNDETECT | ctrl_stat::STICKYORUN);
    EXPECT_EQ(read_dp(0x4), 0xF0000001u);
}

TEST_F(JtagChainTest, ap_access_without_debug_power_sets_stickyerr) {
    access(APACC, true, 0xC);
    EXPECT_TRUE(bus.log.empty());
    EXPECT_EQ(read_dp(0x4), 0x00000020u);
}

TEST_F(JtagChainTest, tdo_stays_high_without_power_pins_or_under_njtrst) {
    struct Row {
        const char* name;
        bool power, pins, njtrst_low;
    };
    for (const Row& row : {Row{"no power", false, true, false}, Row{"pins remapped", true, false, false},
                           Row{"NJTRST", true, true, true}}) {
        bus.has_power = row.power;
        bus.jtag_pins = row.pins;
        wire.set_njtrst(row.njtrst_low);
        EXPECT_EQ(scan_dr(0, 64), ~0ull) << row.name;
        bus.has_power = bus.jtag_pins = true;
        wire.set_njtrst(false);
        move("111110");
        EXPECT_EQ(scan_dr(0, 64), 0x06414041'3BA00477u) << row.name;
    }
}

TEST_F(JtagChainTest, scans_do_not_reach_the_bus_without_pins_or_under_njtrst) {
    access(DPACC, false, 0x4, power_up);
    bus.jtag_pins = false;
    access(APACC, false, 0xC, 1);
    bus.jtag_pins = true;
    move("111110");
    wire.set_njtrst(true);
    access(APACC, false, 0xC, 1);
    EXPECT_TRUE(bus.log.empty());
}

TEST_F(JtagChainTest, test_logic_reset_brings_idcode_back) {
    instruction(BYPASS);
    move("111110");
    EXPECT_EQ(scan_dr(0, 32), 0x3BA00477u);
}

TEST_F(JtagChainTest, accesses_happen_at_the_time_their_scan_reaches_them) {
    access(DPACC, false, 0x4, power_up);
    instruction(APACC);
    wire.settle();
    const auto start = bus.time;
    scan_dr(std::uint64_t{1} << 35 | 0b110 | 1, 36);  // read DRW
    ASSERT_EQ(bus.times.size(), 1u);
    EXPECT_EQ(bus.times.back(), start + 40us);  // 3 into Shift-DR, 36 bits, 1 into Update-DR
}

}  // namespace
}  // namespace jig::bench::testing
