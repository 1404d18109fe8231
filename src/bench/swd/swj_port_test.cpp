// SPDX-License-Identifier: Apache-2.0
// The two wires bit by bit: sequences, turnaround, silence, both sampling conventions.
#include "bench/swd/swj_port.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/debug_port/testing/recording_bus.hpp"
#include "bench/swd/swd_host.hpp"

namespace jig::bench::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t ones = ~std::uint64_t{0};

class SwjPortTest : public ::testing::Test {
 protected:
    RecordingBus bus;
    DebugPort port{bus};
    FixedWireTime time{bus, 1us};
    SwjPort wire{port, time};
    SwdHost host{wire};

    void send(std::uint64_t bits, unsigned count) {
        for (unsigned i = 0; i < count; ++i) wire.rising_edge(drive_of((bits >> i & 1) != 0));
    }
    // Cycles with the line released; what is sampled before each rising edge, and after it.
    struct Seen {
        std::string before, after;
    };
    Seen listen(unsigned count) {
        Seen seen;
        for (unsigned i = 0; i < count; ++i) {
            seen.before += wire.sample_swdio() ? '1' : '0';
            wire.rising_edge(Drive::released);
            seen.after += wire.sample_swdio() ? '1' : '0';
        }
        return seen;
    }
    static std::string bits_of(std::uint64_t value, unsigned count) {
        std::string text;
        for (unsigned i = 0; i < count; ++i) text += (value >> i & 1) != 0 ? '1' : '0';
        return text;
    }
    bool answers_dpidr() { return host.transfer(read_DPIDR).ack == SwdAck::ok; }
};

TEST_F(SwjPortTest, both_sampling_conventions_see_the_same_answer_one_cycle_apart) {
    host.jtag_to_swd();
    send(0xA5, 8);
    const Seen seen = listen(38);
    const std::string answer = "100" + bits_of(0x1BA01477, 32) + "0";
    EXPECT_EQ(seen.before, "1" + answer + "1");  // turnaround, answer, turnaround
    EXPECT_EQ(seen.after, answer + "11");
    EXPECT_TRUE(answers_dpidr());
}

TEST_F(SwjPortTest, wakes_up_as_a_jtag_port) {
    host.line_reset();
    EXPECT_FALSE(answers_dpidr());
    EXPECT_FALSE(wire.swd_selected());
}

TEST_F(SwjPortTest, the_switch_needs_fifty_ones_and_every_bit_of_its_sequence) {
    struct Row {
        const char* name;
        unsigned ones_before;
        std::uint16_t sequence;
        bool swd;
    };
    for (const Row& row : {Row{"49 ones", 49, 0xE79E, false}, Row{"50 ones", 50, 0xE79E, true},
                           Row{"60 ones", 60, 0xE79E, true}, Row{"last bit wrong", 60, 0x679E, false},
                           Row{"the old sequence", 60, 0xB76D, false}, Row{"dormant", 60, 0xE3BC, false}}) {
        wire.power_on_reset();
        wire.rising_edge(Drive::low);
        send(ones, row.ones_before);
        send(row.sequence, 16);
        EXPECT_EQ(wire.swd_selected(), row.swd) << row.name;
        host.line_reset();
        EXPECT_EQ(answers_dpidr(), row.swd) << row.name;
    }
}

TEST_F(SwjPortTest, the_sequence_back_selects_jtag_again) {
    host.jtag_to_swd();
    EXPECT_TRUE(answers_dpidr());
    host.swd_to_jtag();
    EXPECT_FALSE(wire.swd_selected());
    host.line_reset();
    EXPECT_FALSE(answers_dpidr());
}

TEST_F(SwjPortTest, a_line_reset_is_fifty_ones_and_two_low_cycles) {
    struct Row {
        unsigned ones_sent, low;
        bool answered;
    };
    for (const Row& row :
         {Row{49, 2, false}, Row{50, 2, true}, Row{50, 1, false}, Row{50, 0, false}, Row{64, 8, true}}) {
        host.jtag_to_swd();
        ASSERT_TRUE(answers_dpidr());
        send(0x00, 2);
        send(0x81 ^ 0x20, 8);  // wrong parity: silent from here on
        send(0, 2);
        send(ones, row.ones_sent);
        host.idle(row.low);
        EXPECT_EQ(answers_dpidr(), row.answered) << row.ones_sent << " ones, " << row.low << " low";
    }
}

TEST_F(SwjPortTest, a_wrong_request_silences_the_port_until_a_line_reset) {
    struct Row {
        const char* name;
        std::uint8_t bits;
    };
    for (const Row& row : {Row{"parity", 0x85}, Row{"stop", 0xE5}, Row{"park", 0x25}}) {
        host.jtag_to_swd();
        ASSERT_TRUE(answers_dpidr());
        send(row.bits, 8);
        EXPECT_EQ(listen(38).before, std::string(38, '1')) << row.name;
        EXPECT_FALSE(answers_dpidr()) << row.name;
        host.line_reset();
        EXPECT_TRUE(answers_dpidr()) << row.name;
    }
}

TEST_F(SwjPortTest, without_overrun_detection_no_data_follows_wait_and_fault) {
    host.jtag_to_swd();
    send(swd::encode(read_CTRL_STAT), 8);  // FAULT: DPIDR was not read
    EXPECT_EQ(listen(5).before, "10011");
    EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::ok);

    host.transfer(write_CTRL_STAT, power_up);
    bus.latency = 1s;
    host.transfer(read_DRW);
    send(swd::encode(read_RDBUFF), 8);
    EXPECT_EQ(listen(5).before, "10101");
    EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::ok);
}

TEST_F(SwjPortTest, with_overrun_detection_the_data_phase_is_kept) {
    host.jtag_to_swd();
    host.transfer(read_DPIDR);
    host.transfer(write_CTRL_STAT, power_up | ctrl_stat::ORUNDETECT);
    bus.latency = 1s;
    host.transfer(read_DRW, 0, true);
    send(swd::encode(read_RDBUFF), 8);
    EXPECT_EQ(listen(38).before, "1010" + std::string(34, '1'));
    const DapTransfer refused = host.transfer(write_SELECT, 0x12345678, true);
    EXPECT_EQ(refused.ack, SwdAck::fault);
    EXPECT_EQ(refused.cycles, 46u);
    EXPECT_EQ(host.transfer(read_CTRL_STAT, 0, true).value, 0xF0000003u);
}

TEST_F(SwjPortTest, a_host_that_does_not_know_of_overrun_detection_loses_the_port) {
    host.jtag_to_swd();
    host.transfer(read_DPIDR);
    host.transfer(write_CTRL_STAT, power_up | ctrl_stat::ORUNDETECT);
    bus.latency = 1s;
    host.transfer(read_DRW, 0, true);
    EXPECT_EQ(host.transfer(read_RDBUFF, 0, false).ack, SwdAck::wait);
    EXPECT_NE(host.transfer(read_DPIDR, 0, false).ack, SwdAck::ok);
}

TEST_F(SwjPortTest, write_data_with_wrong_parity_is_dropped_and_flagged) {
    host.jtag_to_swd();
    host.transfer(read_DPIDR);
    host.transfer(write_CTRL_STAT, power_up);
    send(swd::encode(write_TAR), 8);
    (void)listen(5);
    send(0x20000000, 32);
    send(0, 1);  // one bit is set: parity must be 1
    EXPECT_EQ(host.transfer(write_TAR, 0).ack, SwdAck::fault);
    EXPECT_EQ(host.transfer(read_CTRL_STAT).value & ctrl_stat::sticky_flags, ctrl_stat::WDATAERR);
    host.transfer(write_ABORT, clear_all);
    host.transfer(read_TAR);
    EXPECT_EQ(host.transfer(read_RDBUFF).value, 0u);
}

TEST_F(SwjPortTest, turnaround_follows_wcr) {
    host.jtag_to_swd();
    host.transfer(read_DPIDR);
    host.transfer(write_SELECT, 1);
    host.transfer(write_CTRL_STAT, 2u << 8);
    send(0xA5, 8);
    const std::string answer = "100" + bits_of(0x1BA01477, 32) + "0";
    EXPECT_EQ(listen(3 + 36 + 3).before, "111" + answer + "111");
    send(0xA5, 8);
    EXPECT_EQ(listen(6).before, "111100");
}

TEST_F(SwjPortTest, nobody_answers_without_power_or_pins) {
    struct Row {
        const char* name;
        bool power, pins;
    };
    for (const Row& row : {Row{"no power", false, true}, Row{"pins remapped", true, false}}) {
        host.jtag_to_swd();
        ASSERT_TRUE(answers_dpidr()) << row.name;
        bus.has_power = row.power;
        bus.swd_pins = row.pins;
        EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::none) << row.name;
        host.jtag_to_swd();
        EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::none) << row.name;
        bus.has_power = bus.swd_pins = true;
        EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::none) << row.name;
    }
}

TEST_F(SwjPortTest, every_cycle_is_charged_before_the_access_that_needs_it) {
    host.jtag_to_swd();
    host.transfer(read_DPIDR);
    host.transfer(write_CTRL_STAT, power_up);
    wire.settle();
    const auto start = bus.time;
    const std::uint64_t cycles = wire.cycles();
    host.transfer(write_DRW, 1);  // due with its last bit
    host.transfer(read_DRW);      // due with the last bit of its request
    host.idle(8);
    wire.settle();
    EXPECT_EQ(bus.times, (std::vector<machine::Picoseconds>{start + 46us, start + 46us + 8us}));
    EXPECT_EQ(bus.time, start + 100us);
    EXPECT_EQ(wire.cycles() - cycles, 100u);
}

TEST_F(SwjPortTest, power_on_reset_goes_back_to_jtag) {
    host.jtag_to_swd();
    ASSERT_TRUE(answers_dpidr());
    wire.power_on_reset();
    EXPECT_FALSE(wire.swd_selected());
    host.line_reset();
    EXPECT_FALSE(answers_dpidr());
}

TEST_F(SwjPortTest, contact_noise_flips_bits_both_ways_and_comes_from_the_seed) {
    const auto errors = [&](std::uint64_t seed) {
        DebugPort own{bus};
        SwjPort bad{own, time, {.seed = seed, .probability = 0.002}};
        SwdHost probe{bad};
        std::string pattern;
        for (int i = 0; i < 400; ++i) {
            probe.jtag_to_swd();
            const DapTransfer got = probe.transfer(read_DPIDR);
            pattern += got.ack != SwdAck::ok ? 'A' : got.parity_error ? 'P' : got.value != 0x1BA01477 ? 'V' : '.';
        }
        return pattern;
    };
    const std::string pattern = errors(3);
    EXPECT_NE(pattern.find('A'), std::string::npos);
    EXPECT_NE(pattern.find('P'), std::string::npos);
    EXPECT_NE(pattern.find('.'), std::string::npos);
    EXPECT_EQ(pattern, errors(3));
    EXPECT_NE(pattern, errors(4));
}

}  // namespace
}  // namespace jig::bench::testing
