// SPDX-License-Identifier: Apache-2.0
// Opening an ST-Link, its modes, speed, voltage and reset line, as transactions on USB.
#include <gtest/gtest.h>

#include "probe/list.hpp"
#include "probe/testing/scripted_ports.hpp"

namespace jig::probe::stlink {
namespace {

using testing::ScriptedPorts;
using Seconds = std::chrono::duration<double>;

// Opens the only probe of `ports`, or fails the test.
std::unique_ptr<Probe> opened(ScriptedPorts& ports) {
    auto probe = open(ports, "stlink");
    EXPECT_TRUE(probe) << probe.error().what;
    return std::move(probe).value();
}

TEST(StlinkOpen, each_mode_is_left_in_its_own_way) {
    for (const char* mode :
         {"f5 -> 0000\n f307", "f5 -> 0100", "f5 -> 0200\n f221", "f5 -> 0300\n f401", "f5 -> 0400"}) {
        ScriptedPorts ports("f1 -> 294783044837\n" + std::string(mode));
        EXPECT_EQ(opened(ports)->info().firmware, "V2J37S7") << mode;
    }
}

TEST(StlinkOpen, a_v3_is_asked_twice_for_its_version) {
    ScriptedPorts ports(R"(
        f1 -> 300083044f37
        fb -> 030109030400000083044f37
        f5 -> 0100)",
                        0x374F);
    const auto probe = opened(ports);
    EXPECT_EQ(probe->info().firmware, "V3J9M3B4S1");
    EXPECT_EQ(probe->info().kind, "ST-Link V3");
}

TEST(StlinkOpen, a_probe_that_does_not_answer_is_reset_once_and_given_a_second) {
    ScriptedPorts ports(R"(
        f1 ! timeout
        reset
        f1 -> 294783044837
        f5 -> 0100)");
    EXPECT_EQ(opened(ports)->info().firmware, "V2J37S7");
    EXPECT_EQ(ports.clock().now(), std::chrono::seconds(1));
    EXPECT_EQ(ports.opened(), (std::vector<std::string>{"1-2", "1-2"}));
}

TEST(StlinkOpen, an_answer_left_over_from_another_program_is_no_version) {
    ScriptedPorts ports(R"(
        f1 -> 8000
        reset
        f1 -> 8000)");
    const Error error = open(ports, "stlink").error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(error.what,
              "stlink@1-2: the ST-Link at USB port 1-2 answered with 2 bytes instead of 6; unplug it and "
              "plug it in again");
}

TEST(StlinkOpen, firmware_for_stm8_is_refused) {
    ScriptedPorts ports("f1 -> 258783044b37", 0x374B);
    const Error error = open(ports, "stlink").error();
    EXPECT_EQ(error.kind, ErrorKind::unsupported);
    EXPECT_EQ(error.what,
              "stlink@1-2: this ST-Link's firmware V2M22S7 debugs STM8 only; load firmware for STM32 with "
              "ST's STLinkUpgrade");
}

// The opening of a V2J37, V2J17 and V3J9 that were idle.
constexpr const char* v2j37 = "f1 -> 294783044837\n f5 -> 0100\n";
constexpr const char* v2j17 = "f1 -> 244483044837\n f5 -> 0100\n";
constexpr const char* v3j9 = "f1 -> 300083044f37\n fb -> 030109030400000083044f37\n f5 -> 0100\n";

TEST(StlinkVolts, the_supply_is_measured_where_the_probe_can) {
    {
        ScriptedPorts ports(std::string(v2j37) + "f7 -> d80500000a080000");
        EXPECT_NEAR(opened(ports)->target_volts().value(), 3.30, 0.005);
    }
    {
        ScriptedPorts ports(std::string(v2j37) + "f7 -> 000000000a080000");
        const Error error = opened(ports)->target_volts().error();
        EXPECT_EQ(error.kind, ErrorKind::unsupported);
        EXPECT_EQ(error.what, "stlink@1-2 cannot measure the target's supply");
    }
}

TEST(StlinkSpeed, the_clock_is_set_as_the_firmware_allows) {
    struct Row {
        std::string script;
        std::uint32_t asked;
        std::uint32_t got;
    };
    const std::string list =
        "f262 -> 8000000000000000"
        "02000000"
        "c05d0000"
        "401f0000" +
        std::string((52 - 20) * 2, '0') + "\n";
    for (const Row& row : {
             Row{std::string(v2j37) + "f2430100 -> 8000", 2000, 1800},
             Row{std::string(v2j17), 2000, 1800},  // has one clock only
             Row{v3j9 + list + "f2610000401f0000 -> 80000000401f0000", 9000, 8000},
         }) {
        ScriptedPorts ports(row.script);
        EXPECT_EQ(opened(ports)->set_speed_khz(row.asked).value(), row.got);
    }
}

TEST(StlinkSpeed, a_refused_clock_is_said) {
    ScriptedPorts ports(std::string(v2j37) + "f243 -> 4100");
    EXPECT_EQ(opened(ports)->set_speed_khz(4000).error().what,
              "the ST-Link cannot set its SWD clock: frequency not supported (status 0x41)");
}

TEST(StlinkConnect, swd_is_entered_the_ap_opened_where_needed_and_the_dpidr_read) {
    struct Row {
        std::string script;
    };
    for (const Row& row : {
             Row{std::string(v2j37) + R"(
                f230a3 -> 8000
                f24b00 -> 8000
                f246ffff00001e -> 8000
                f231 -> 800000007714a01b00000000
                f23c01 -> 8000
                f221)"},
             Row{std::string(v2j17) + R"(
                f230a3 -> 8000
                f231 -> 800000007714a01b00000000
                f23c01 -> 8000
                f221)"},
         }) {
        ScriptedPorts ports(row.script);
        EXPECT_EQ(opened(ports)->connect().value(), 0x1BA01477u);  // and leaves when it is destroyed
    }
}

TEST(StlinkConnect, silence_on_the_wire_is_tried_three_times) {
    ScriptedPorts ports(std::string(v2j37) + R"(
        f230a3 -> 0900
        f230a3 -> 0900
        f230a3 -> 0900
        f23c01 -> 8000
        f221)");
    const Error error = opened(ports)->connect().error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(error.what, "no chip answers on SWD: no DPIDR from the chip (status 0x09)");
}

TEST(StlinkConnect, a_bus_that_does_not_answer_behind_a_dp_that_does_is_told_apart) {
    constexpr const char* busy = "f230a3 -> 8000\n f24b00 -> 1000\n";
    ScriptedPorts ports(std::string(v2j37) + busy + busy + busy + "f23c01 -> 8000\n f221");
    const Error error = opened(ports)->connect().error();
    EXPECT_EQ(error.kind, ErrorKind::wait);
    EXPECT_EQ(error.what, "the chip answers on SWD, but its bus does not: AP WAIT (status 0x10)");
}

TEST(StlinkNrst, the_line_is_pulled_and_let_go_at_the_latest_when_the_probe_closes) {
    ScriptedPorts ports(std::string(v2j37) + R"(
        f23c00 -> 8000
        f23c01 -> 8000
        f221)");
    EXPECT_TRUE(opened(ports)->set_nrst(true));
}

TEST(StlinkUnplugged, the_error_of_the_bus_comes_through) {
    ScriptedPorts ports(std::string(v2j37) + "f7 ! link");
    const Error error = opened(ports)->target_volts().error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(error.what, "USB device 1-2 was unplugged");
}

}  // namespace
}  // namespace jig::probe::stlink
