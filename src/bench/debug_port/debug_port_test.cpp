// SPDX-License-Identifier: Apache-2.0
// The SW-DP's rules, one test per rule of ARM IHI 0031 and RM0008 31.8.
#include "bench/debug_port/debug_port.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/debug_port/testing/recording_bus.hpp"

namespace jig::bench::testing {
namespace {

using machine::Picoseconds;
using namespace std::chrono_literals;

constexpr std::uint32_t sram = 0x20000000;

class DebugPortTest : public ::testing::Test {
 protected:
    RecordingBus bus;
    DebugPort port{bus};

    // An AP access of 1 us that was just started.
    void start_slow_read(std::uint32_t control = power_up) {
        bring_up(port, control);
        (void)write(port, write_TAR, sram);
        bus.latency = 1us;
        ASSERT_EQ(read(port, read_DRW), SwdAck::ok);
    }
    void start_faulting_read(std::uint32_t control = power_up) {
        bring_up(port, control);
        (void)write(port, write_TAR, sram);
        bus.faulting = {sram};
        ASSERT_EQ(read(port, read_DRW), SwdAck::ok);
    }
    std::uint32_t ctrl_stat() { return value_of(port, read_CTRL_STAT); }
};

TEST_F(DebugPortTest, answers_fault_to_everything_until_dpidr_is_read) {
    for (const DapRequest& request :
         {read_CTRL_STAT, write_ABORT, write_CTRL_STAT, write_SELECT, read_RDBUFF, read_DRW}) {
        EXPECT_EQ(port.acknowledge(request), SwdAck::fault);
    }
    EXPECT_EQ(value_of(port, read_DPIDR), 0x1BA01477u);
    EXPECT_EQ(port.acknowledge(read_CTRL_STAT), SwdAck::ok);
    port.line_reset();
    EXPECT_EQ(port.acknowledge(read_CTRL_STAT), SwdAck::fault);
}

TEST_F(DebugPortTest, power_up_requests_are_acknowledged_and_reach_the_chip) {
    struct Row {
        std::uint32_t written, read;
        bool debug_power;
    };
    bring_up(port, 0);
    for (const Row& row : {Row{0x50000000, 0xF0000000, true}, Row{0x10000000, 0x30000000, true},
                           Row{0x40000000, 0xC0000000, false}, Row{0x00000000, 0x00000000, false}}) {
        EXPECT_EQ(write(port, write_CTRL_STAT, row.written), SwdAck::ok);
        EXPECT_EQ(ctrl_stat(), row.read);
        EXPECT_EQ(bus.debug_power, row.debug_power);
    }
}

TEST_F(DebugPortTest, ctrl_stat_keeps_only_what_is_writable) {
    bring_up(port);
    (void)write(port, write_CTRL_STAT, 0xFFFFFFFF);
    EXPECT_EQ(ctrl_stat(), 0xF4FFFF0Du);  // no CDBGRSTACK, no sticky flag, no READOK
}

TEST_F(DebugPortTest, ap_access_without_debug_power_faults_and_sets_stickyerr) {
    bring_up(port, 0);
    EXPECT_EQ(read(port, read_DRW), SwdAck::fault);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::STICKYERR, ctrl_stat::STICKYERR);
    EXPECT_TRUE(bus.log.empty());
}

TEST_F(DebugPortTest, ap_reads_are_posted) {
    bus.set_word(sram, 0x11111111);
    bus.set_word(sram + 4, 0x22222222);
    bring_up(port);
    (void)write(port, write_CSW, csw_word_single);
    (void)write(port, write_TAR, sram);
    (void)value_of(port, read_DRW);
    EXPECT_EQ(value_of(port, read_DRW), 0x11111111u);
    EXPECT_EQ(value_of(port, read_RDBUFF), 0x22222222u);
    EXPECT_EQ(bus.log, (std::vector<std::string>{"r4 0x20000000", "r4 0x20000004"}));
}

TEST_F(DebugPortTest, resend_repeats_the_last_answer_and_starts_nothing) {
    bus.set_word(sram, 0x11111111);
    bring_up(port);
    (void)write(port, write_TAR, sram);
    (void)value_of(port, read_DRW);
    EXPECT_EQ(value_of(port, read_RDBUFF), 0x11111111u);
    EXPECT_EQ(value_of(port, read_RESEND), 0x11111111u);
    EXPECT_EQ(value_of(port, read_RESEND), 0x11111111u);
    EXPECT_EQ(bus.log.size(), 1u);
}

TEST_F(DebugPortTest, answers_wait_until_the_access_is_over) {
    start_slow_read();
    for (const DapRequest& request : {read_RDBUFF, read_DRW, read_RESEND, read_TAR}) {
        EXPECT_EQ(port.acknowledge(request), SwdAck::wait);
    }
    bus.time = Picoseconds{999'999};
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
    bus.time = 1us;
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::ok);
    EXPECT_EQ(port.counters().waits, 5u);
}

TEST_F(DebugPortTest, three_accesses_are_answered_even_while_the_ap_is_busy) {
    start_slow_read();
    for (const DapRequest& request : {read_DPIDR, read_CTRL_STAT, write_ABORT}) {
        EXPECT_EQ(port.acknowledge(request), SwdAck::ok);
    }
}

TEST_F(DebugPortTest, wcr_behind_ctrlsel_is_answered_like_ctrl_stat) {
    bring_up(port);
    (void)write(port, write_SELECT, 1);
    EXPECT_EQ(value_of(port, read_CTRL_STAT), 0x40u);
    bus.latency = 1us;
    (void)read(port, read_DRW);
    EXPECT_EQ(port.acknowledge(read_CTRL_STAT), SwdAck::ok);
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
}

TEST_F(DebugPortTest, wcr_turnround_is_undone_by_a_line_reset) {
    bring_up(port);
    EXPECT_EQ(port.turnaround(), 1u);
    (void)write(port, write_SELECT, 1);
    (void)write(port, write_CTRL_STAT, 0xFFFFFFFF);
    EXPECT_EQ(port.turnaround(), 4u);
    EXPECT_EQ(value_of(port, read_CTRL_STAT), 0x340u);
    port.line_reset();
    EXPECT_EQ(port.turnaround(), 1u);
}

TEST_F(DebugPortTest, one_write_is_buffered_while_the_ap_is_busy) {
    start_slow_read();
    EXPECT_EQ(write(port, write_DRW, 0xCAFE), SwdAck::ok);
    EXPECT_EQ(write(port, write_DRW, 0xF00D), SwdAck::wait);
    EXPECT_EQ(bus.log.size(), 1u);
    bus.time = 1us;
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
    EXPECT_EQ(bus.log.back(), "w4 0x20000000 = 0x0000cafe");
    bus.time = 2us;
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::ok);
}

TEST_F(DebugPortTest, a_buffered_write_is_dropped_with_wdataerr_when_the_access_before_it_fails) {
    bring_up(port);
    (void)write(port, write_TAR, sram);
    bus.latency = 1us;
    bus.faulting = {sram};
    (void)read(port, read_DRW);
    EXPECT_EQ(write(port, write_DRW, 0xCAFE), SwdAck::ok);
    bus.time = 1us;
    EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, ctrl_stat::STICKYERR | ctrl_stat::WDATAERR);
    EXPECT_EQ(bus.log.size(), 1u);
}

TEST_F(DebugPortTest, a_buffered_write_is_dropped_with_wdataerr_when_an_access_that_cannot_wait_overtakes_it) {
    struct Row {
        const char* name;
        DapRequest request;
        std::uint32_t abort;
        std::uint32_t flags;
    };
    for (const Row& row :
         {Row{"DPIDR", read_DPIDR, 0, ctrl_stat::WDATAERR}, Row{"CTRL/STAT", read_CTRL_STAT, 0, ctrl_stat::WDATAERR},
          Row{"ABORT of another flag", write_ABORT, dp_abort::STKCMPCLR, ctrl_stat::WDATAERR},
          Row{"ABORT", write_ABORT, clear_all, 0}}) {
        SCOPED_TRACE(row.name);
        bus = {};
        port.power_on_reset();
        start_slow_read();
        ASSERT_EQ(write(port, write_DRW, 0xCAFE), SwdAck::ok);
        ASSERT_EQ(row.request.read ? read(port, row.request) : write(port, row.request, row.abort), SwdAck::ok);
        bus.time = 5us;
        EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, row.flags);
        EXPECT_EQ(bus.log, std::vector<std::string>{"r4 0x20000000"}) << "the read goes on, the write never comes";
    }
}

TEST_F(DebugPortTest, a_bus_error_shows_as_fault_once_it_is_over) {
    bring_up(port);
    (void)write(port, write_TAR, sram);
    bus.latency = 1us;
    bus.faulting = {sram};
    (void)read(port, read_DRW);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::STICKYERR, 0u);
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
    bus.time = 1us;
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::fault);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::STICKYERR, ctrl_stat::STICKYERR);
}

TEST_F(DebugPortTest, a_sticky_flag_faults_all_but_the_three) {
    start_faulting_read();
    for (const DapRequest& request : {read_RDBUFF, read_RESEND, write_SELECT, write_CTRL_STAT, read_DRW, write_TAR}) {
        EXPECT_EQ(port.acknowledge(request), SwdAck::fault);
    }
    for (const DapRequest& request : {read_DPIDR, read_CTRL_STAT, write_ABORT}) {
        EXPECT_EQ(port.acknowledge(request), SwdAck::ok);
    }
}

TEST_F(DebugPortTest, abort_clears_the_flag_it_names_and_no_other) {
    struct Row {
        std::uint32_t flag, clears;
        std::function<void()> raise;
    };
    const std::vector<Row> rows{
        {ctrl_stat::STICKYCMP, 1u << 1,
         [&] {
             bring_up(port, power_up | 2u << 2 | 0xFu << 8);
             (void)write(port, write_DRW, bus.word(0));
         }},
        {ctrl_stat::STICKYERR, 1u << 2, [&] { start_faulting_read(); }},
        {ctrl_stat::WDATAERR, 1u << 3, [&] { port.write_damaged(); }},
        {ctrl_stat::STICKYORUN, 1u << 4,
         [&] {
             start_slow_read(power_up | ctrl_stat::ORUNDETECT);
             (void)port.acknowledge(read_RDBUFF);
         }},
    };
    for (const Row& row : rows) {
        port = DebugPort{bus};
        bring_up(port);
        row.raise();
        EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, row.flag);
        (void)write(port, write_ABORT, clear_all & ~row.clears);
        EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, row.flag);
        (void)write(port, write_ABORT, row.clears);
        EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, 0u);
        bus.faulting.clear();
    }
}

TEST_F(DebugPortTest, overrun_detection_turns_a_wait_into_stickyorun_and_then_fault) {
    start_slow_read(power_up | ctrl_stat::ORUNDETECT);
    EXPECT_TRUE(port.overrun_detection());
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, ctrl_stat::STICKYORUN);
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::fault);
    bus.time = 1us;
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::fault);
    (void)write(port, write_ABORT, 1u << 4);
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::ok);
}

TEST_F(DebugPortTest, without_overrun_detection_wait_leaves_no_trace) {
    start_slow_read();
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::wait);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::sticky_flags, 0u);
}

TEST_F(DebugPortTest, readok_tells_whether_the_last_ap_or_rdbuff_read_was_ok) {
    start_slow_read();
    EXPECT_EQ(ctrl_stat() & ctrl_stat::READOK, ctrl_stat::READOK);
    (void)read(port, read_RDBUFF);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::READOK, 0u);
    bus.time = 1us;
    (void)read(port, read_RDBUFF);
    EXPECT_EQ(ctrl_stat() & ctrl_stat::READOK, ctrl_stat::READOK);
}

TEST_F(DebugPortTest, dapabort_frees_the_port_while_the_bus_is_still_held) {
    start_slow_read();
    (void)write(port, write_ABORT, 1);
    EXPECT_EQ(read(port, read_CSW), SwdAck::ok);
    EXPECT_EQ(value_of(port, read_RDBUFF), 0x438000C2u);  // TrInProg
    EXPECT_EQ(port.acknowledge(read_DRW), SwdAck::wait);
    bus.time = 1us;
    EXPECT_EQ(port.acknowledge(read_DRW), SwdAck::ok);
}

TEST_F(DebugPortTest, pushed_verify_flags_a_difference_and_pushed_compare_an_equality) {
    struct Row {
        const char* name;
        std::uint32_t mode, lanes, pushed;
        bool flagged;
    };
    bus.set_word(sram, 0x44332211);
    for (const Row& row :
         {Row{"verify, equal", 1, 0xF, 0x44332211, false}, Row{"verify, different", 1, 0xF, 0x44332212, true},
          Row{"verify, different outside the lanes", 1, 0xE, 0x44332212, false},
          Row{"compare, equal", 2, 0xF, 0x44332211, true}, Row{"compare, different", 2, 0xF, 0x54332211, false},
          Row{"compare, equal in the lanes", 2, 0x7, 0x54332211, true}}) {
        bring_up(port);
        (void)write(port, write_TAR, sram);
        (void)write(port, write_CTRL_STAT, power_up | row.mode << 2 | row.lanes << 8);
        (void)write(port, write_DRW, row.pushed);
        EXPECT_EQ((ctrl_stat() & ctrl_stat::STICKYCMP) != 0, row.flagged) << row.name;
        (void)write(port, write_ABORT, clear_all);
    }
    EXPECT_EQ(bus.word(sram), 0x44332211u);
}

TEST_F(DebugPortTest, transaction_counter_repeats_a_write_as_often_as_it_says) {
    bring_up(port, power_up | 2u << 12);
    (void)write(port, write_CSW, csw_word_single);
    (void)write(port, write_TAR, sram);
    (void)write(port, write_DRW, 0x5A);
    EXPECT_EQ(bus.log, (std::vector<std::string>{"w4 0x20000000 = 0x0000005a", "w4 0x20000004 = 0x0000005a",
                                                 "w4 0x20000008 = 0x0000005a"}));
    EXPECT_EQ(ctrl_stat() & ctrl_stat::TRNCNT, 0u);
}

TEST_F(DebugPortTest, another_ap_reads_as_zero_and_touches_nothing) {
    bring_up(port);
    (void)write(port, write_SELECT, 0x010000F0);
    (void)read(port, read_DRW);  // IDR of AP 1
    EXPECT_EQ(value_of(port, read_RDBUFF), 0u);
    (void)write(port, write_SELECT, 0x000000F0);
    (void)read(port, read_DRW);
    EXPECT_EQ(value_of(port, read_RDBUFF), 0x14770011u);
}

TEST_F(DebugPortTest, injected_waits_hit_ap_accesses_only_and_come_from_the_seed) {
    const auto waits = [&](std::uint64_t seed) {
        DebugPort noisy{bus, {.seed = seed, .probability = 0.5}};
        bring_up(noisy);
        std::string pattern;
        for (int i = 0; i < 64; ++i) {
            EXPECT_EQ(noisy.acknowledge(write_SELECT), SwdAck::ok);
            pattern += noisy.acknowledge(write_TAR) == SwdAck::wait ? 'W' : '.';
        }
        EXPECT_EQ(static_cast<std::uint64_t>(std::count(pattern.begin(), pattern.end(), 'W')),
                  noisy.counters().injected_waits);
        return pattern;
    };
    EXPECT_EQ(waits(7), waits(7));
    EXPECT_NE(waits(7), waits(8));
    EXPECT_NE(waits(7).find('W'), std::string::npos);
}

TEST_F(DebugPortTest, power_on_reset_forgets_everything) {
    start_slow_read();
    port.power_on_reset();
    EXPECT_EQ(port.acknowledge(read_CTRL_STAT), SwdAck::fault);
    (void)read(port, read_DPIDR);
    EXPECT_EQ(ctrl_stat(), 0u);
    EXPECT_EQ(port.acknowledge(read_RDBUFF), SwdAck::ok);
}

}  // namespace
}  // namespace jig::bench::testing
