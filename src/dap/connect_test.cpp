// SPDX-License-Identifier: Apache-2.0
// Connecting, as the calls a probe sees; tests/host/ does the same against virtual boards.
#include "dap/connect.hpp"

#include <gtest/gtest.h>

#include "dap/testing/scripted_probe.hpp"

namespace jig::dap {
namespace {

using testing::ScriptedProbe;

constexpr const char* opening = "volts -> 3.30\n speed 8000 -> 4000\n";

// Connects by `script`, and lets go at once if that works; whether nRST is wired.
Result<std::optional<bool>> connect_by(const std::string& script, ConnectHow how = ConnectHow::automatic) {
    VirtualClock clock;
    TRY_ASSIGN(const auto target, connect(std::make_unique<ScriptedProbe>(script, clock), {.how = how}));
    return target->link().nrst_wired;
}

constexpr const char* letting_go = R"(
    write DBGMCU_CR 00000020
    write DEMCR 01000000
    write DHCSR a05f0000
    disconnect
)";

TEST(Connect, under_reset_with_nrst_wired) {
    EXPECT_EQ(connect_by(std::string(opening) + R"(
        nrst low
        connect -> 1ba01477
        nrst low
        read DHCSR -> 02010000
        write DHCSR a05f0003
        read DEMCR -> 01000000
        write DEMCR 01000001
        read DHCSR -> 02010001
        read DHCSR -> 02010001
        nrst high
        read DHCSR -> 02010001
        read DHCSR -> 00030003
        read DBGMCU_CR -> 00000020
        write DBGMCU_CR 00000327
        write DEMCR 01000000)" +
                         letting_go),
              true);
}

TEST(Connect, with_nrst_not_wired_the_core_halts_where_it_is) {
    EXPECT_EQ(connect_by(std::string(opening) + R"(
        nrst low
        connect -> 2ba01477
        nrst low
        read DHCSR -> 00010000
        write DHCSR a05f0003
        read DEMCR -> 01000000
        write DEMCR 01000001
        read DHCSR -> 02030003
        read DHCSR -> 00030003
        nrst high
        read DHCSR -> 00030003
        read DBGMCU_CR -> 00000020
        write DBGMCU_CR 00000327
        write DEMCR 01000000)" +
                         letting_go),
              false);
}

constexpr const char* halting = R"(
    connect -> 1ba01477
    read DHCSR -> 00010000
    write DHCSR a05f0003
    read DEMCR -> 01000000
    write DEMCR 01000001
    read DHCSR -> 00030003
    read DBGMCU_CR -> 00000020
    write DBGMCU_CR 00000327
    write DEMCR 01000000
)";

TEST(Connect, without_reset_nrst_is_never_touched) {
    EXPECT_EQ(connect_by(std::string(opening) + halting + letting_go, ConnectHow::without_reset), std::nullopt);
}

TEST(Connect, attaching_neither_resets_nor_halts) {
    EXPECT_TRUE(connect_by(std::string(opening) + R"(
        connect -> 1ba01477
        read DHCSR -> 00010000
        read DEMCR -> 01000000
        read DBGMCU_CR -> 00000020
        write DBGMCU_CR 00000327)" +
                               letting_go,
                           ConnectHow::attach));
}

TEST(Connect, a_core_that_is_to_stay_halted_is_left_so_with_its_watchdogs_stopped) {
    const std::string script = std::string(opening) + R"(
        connect -> 1ba01477
        read DHCSR -> 00010000
        read DEMCR -> 01000000
        read DBGMCU_CR -> 00000020
        write DBGMCU_CR 00000327
        write DEMCR 01000000
        disconnect
)";
    VirtualClock clock;
    const auto target = connect(std::make_unique<ScriptedProbe>(script, clock), {.how = ConnectHow::attach});
    ASSERT_TRUE(target) << target.error().what;
    (*target)->leave_halted();
}

TEST(Connect, what_a_debugger_that_died_left_behind_is_cleaned_up) {
    EXPECT_TRUE(connect_by(std::string(opening) + R"(
        connect -> 1ba01477
        read DHCSR -> 00030003
        write DHCSR a05f0003
        read DEMCR -> 01000001
        write DEMCR 01000001
        read DHCSR -> 00030003
        read DBGMCU_CR -> 00000327
        write DBGMCU_CR 00000327
        write DEMCR 01000000)" +
                               letting_go,
                           ConnectHow::without_reset));
}

TEST(Connect, a_bad_wire_is_tried_slower) {
    EXPECT_TRUE(connect_by(std::string(opening) + "connect ! link\n speed 1800 -> 1800\n" + halting + letting_go,
                           ConnectHow::without_reset));
}

TEST(Connect, sleeping_firmware_is_caught_when_it_wakes) {
    std::string script = opening;
    script += "connect -> 1ba01477\n read DHCSR ! wait\n";
    for (const char* khz : {"1800", "950", "240"}) {
        script += std::string("speed ") + khz + " -> " + khz + "\n connect -> 1ba01477\n read DHCSR ! wait\n";
    }
    script += "speed 8000 -> 4000\n";
    for (int i = 0; i < 7; ++i) script += "connect -> 1ba01477\n read DHCSR ! wait\n";
    EXPECT_TRUE(connect_by(script + halting + letting_go, ConnectHow::without_reset));
}

TEST(Connect, a_board_without_power_is_refused_with_the_figure) {
    const Error error = connect_by("volts -> 0.04").error();
    EXPECT_EQ(error.kind, ErrorKind::refused);
    EXPECT_EQ(error.what,
              "stlink@1-2: the target's supply measures 0.04 V and an STM32F103 needs 2.0 to 3.6 V; power "
              "the board, and connect its VDD to the probe's sense pin");
}

TEST(Connect, a_probe_that_cannot_measure_is_trusted) {
    EXPECT_TRUE(connect_by("volts ! unsupported\n speed 8000 -> 4000\n" + std::string(halting) + letting_go,
                           ConnectHow::without_reset));
}

// Tries at four speeds that all fail at `answer`.
std::string at_every_speed(const std::string& answer) {
    std::string script = std::string(opening) + answer;
    for (const char* khz : {"1800", "950", "240"}) script += std::string("speed ") + khz + " -> " + khz + "\n" + answer;
    return script;
}
constexpr const char* giving_up = "write DHCSR a05f0000\n disconnect\n";

TEST(Connect, silence_is_explained_after_three_seconds_of_patience) {
    std::string script = at_every_speed("connect ! link\n") + "speed 8000 -> 4000\n";
    for (int i = 0; i < 601; ++i) script += "connect ! link\n";
    EXPECT_EQ(connect_by(script + giving_up, ConnectHow::without_reset).error().what,
              "stlink@1-2: scripted link for connect. Check that the board has power and that SWDIO, SWCLK and GND are "
              "connected");
}

TEST(Connect, another_chip_is_refused) {
    const Error error = connect_by(at_every_speed("connect -> 0bb11477\n") + giving_up, ConnectHow::attach).error();
    EXPECT_EQ(error.kind, ErrorKind::refused);
    EXPECT_EQ(error.what,
              "stlink@1-2: the chip answers with DPIDR 0x0bb11477; an STM32F103 and its compatibles answer "
              "0x1ba01477 or 0x2ba01477: is this the right board?");
}

TEST(Connect, reconnecting_keeps_a_halted_core_halted) {
    VirtualClock clock;
    const auto target = connect(std::make_unique<ScriptedProbe>(std::string(opening) + halting + R"(
        connect -> 1ba01477
        read DHCSR -> 00030003
        write DHCSR a05f0003
        read DBGMCU_CR -> 00000000
        write DBGMCU_CR 00000307)" + letting_go,
                                                                clock),
                                {.how = ConnectHow::without_reset});
    ASSERT_TRUE(target);
    EXPECT_TRUE((*target)->reconnect());
    const Link& link = (*target)->link();
    EXPECT_EQ(link.dpidr, 0x1BA01477u);
    EXPECT_EQ(link.volts, 3.30);
    EXPECT_EQ(link.speed_khz, 4000u);
    EXPECT_EQ(link.address, "stlink@1-2");
    EXPECT_EQ(link.probe, "ST-Link V2 V2J37S7");
}

}  // namespace
}  // namespace jig::dap
