// SPDX-License-Identifier: Apache-2.0
// Connecting to every kind of board, through every probe and its firmwares.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "rig.hpp"

namespace jig::host {
namespace {

using dap::ConnectHow;
using dap::CoreRegister;
using dap::CoreState;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr std::uint32_t dhcsr_address = 0xE000EDF0;
constexpr std::uint32_t demcr_address = 0xE000EDFC;
constexpr std::uint32_t dbgmcu_cr_address = 0xE0042004;
constexpr std::uint32_t reset_handler = 0x08000100;

constexpr const char* every_probe[] = {"V2J17", "V2J24", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"};

std::uint32_t peek(Rig& rig, std::uint32_t address) {
    return rig.chip().debug_read(address, machine::Width::word).value;
}

// What each probe says of a chip that refuses every access.
std::string asleep(const std::string& probe) {
    if (probe[0] != 'V') {
        return (probe == "gpio" ? "gpio:bench:0:1" : "cmsis-dap@1-1") +
               std::string(": reading 4 bytes at 0xe000edf0: the chip refused the access (FAULT)");
    }
    // V2J17 cannot ask the chip whose fault it is.
    return std::string("stlink@1-1: reading 4 bytes at 0xe000edf0: AP FAULT (status 0x11)") +
           (probe == "V2J17" ? " after 16 tries" : "");
}

TEST(HostConnect, every_probe_halts_a_board_before_its_first_instruction_when_nrst_is_wired) {
    for (const char* probe : every_probe) {
        SCOPED_TRACE(probe);
        Rig rig({.probe = probe});
        rig.pass(5ms);
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        EXPECT_EQ(target->link().nrst_wired, true);
        EXPECT_EQ(target->link().dpidr, 0x1BA01477u);
        const bool measures = probe[0] == 'V';  // an ST-Link
        EXPECT_NEAR(target->link().volts.value_or(0), measures ? 3.3 : 0, 0.05);
        EXPECT_EQ(target->core().state().value(), CoreState::halted);
        EXPECT_EQ(target->core().read_register(CoreRegister::pc).value(), reset_handler);
        EXPECT_EQ(target->memory().read_half(0x1FFFF7E0).value(), 256);
        const std::map<std::string, std::uint32_t> khz = {
            {"V2J17", 1800},        {"V2J24", 4000},        {"V2J37", 4000}, {"V3J9", 8000},
            {"cmsis-dap-v1", 8000}, {"cmsis-dap-v2", 8000}, {"gpio", 333}};
        EXPECT_EQ(target->link().speed_khz, khz.at(probe));
    }
}

TEST(HostConnect, without_the_wire_it_halts_where_it_is) {
    for (const char* probe : every_probe) {
        SCOPED_TRACE(probe);
        Rig rig({.probe = probe, .nrst_wired = false});
        rig.pass(5ms);
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        EXPECT_EQ(target->link().nrst_wired, false);
        EXPECT_EQ(target->core().state().value(), CoreState::halted);
        EXPECT_GT(target->core().read_register(CoreRegister::r0).value(), 1000u);  // it has been counting
        EXPECT_EQ(rig.chip().resets(), 0u);
    }
}

TEST(HostConnect, a_board_is_left_as_it_was_found) {
    for (const bool wired : {true, false}) {
        SCOPED_TRACE(wired);
        Rig rig({.nrst_wired = wired});
        rig.chip().set_debug_power(true);                                       // without a debugger DBGMCU is shut
        rig.chip().debug_write(dbgmcu_cr_address, machine::Width::word, 0x20);  // TRACE_IOEN, say
        rig.chip().debug_write(demcr_address, machine::Width::word, 0x01000000);
        {
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            EXPECT_EQ(peek(rig, dbgmcu_cr_address), 0x327u);
        }
        EXPECT_EQ(peek(rig, dbgmcu_cr_address), 0x20u);
        EXPECT_EQ(peek(rig, demcr_address), 0x01000000u);
        EXPECT_EQ(peek(rig, dhcsr_address) & 0xFFFF, 0u);
        EXPECT_FALSE(rig.chip().in_reset());
        const std::uint64_t before = rig.chip().instructions();
        rig.pass(1ms);
        EXPECT_GT(rig.chip().instructions(), before + 1000);
    }
}

TEST(HostConnect, attaching_disturbs_nothing) {
    Rig rig;
    rig.pass(5ms);
    const auto target = rig.connected(ConnectHow::attach);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->core().state().value(), CoreState::running);
    EXPECT_EQ(rig.chip().resets(), 0u);
    ASSERT_TRUE(target->core().halt());
    EXPECT_GT(target->core().read_register(CoreRegister::r0).value(), 1000u);
}

constexpr const char*
    hardware_watchdog =  // USER = 0xFE: WDG_SW cleared; it starts with the chip and fires after 0.41 s
    "option_bytes = \"a55afe01ff00ff00ff00ff00ff00ff00\"";

TEST(HostConnect, firmware_that_sleeps_or_is_missing_is_halted_with_and_without_nrst) {
    for (const Firmware firmware : {Firmware::ticks, Firmware::blank}) {
        for (const bool wired : {true, false}) {
            SCOPED_TRACE(fmt::format("firmware {}, nRST {}", static_cast<int>(firmware), wired));
            Rig rig({.firmware = firmware, .nrst_wired = wired});
            rig.pass(50ms);
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            EXPECT_EQ(target->core().state().value(), CoreState::halted);
            EXPECT_EQ(target->memory().read_half(0x1FFFF7E0).value(), 256);
        }
    }
}

TEST(HostConnect, stop_mode_is_met_under_reset) {
    Rig rig({.firmware = Firmware::stops});
    rig.pass(50ms);
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    EXPECT_EQ(target->core().read_register(CoreRegister::pc).value(), reset_handler);
}

TEST(HostConnect, stop_mode_for_good_without_nrst_is_out_of_reach_and_the_text_says_what_to_do) {
    for (const char* probe : every_probe) {
        SCOPED_TRACE(probe);
        Rig rig({.firmware = Firmware::stops, .probe = probe, .nrst_wired = false});
        rig.pass(50ms);
        const Error error = rig.connect().error();
        EXPECT_EQ(error.kind, ErrorKind::fault);
        EXPECT_EQ(error.what, asleep(probe) +
                                  ". The firmware may be asleep: wire nRST to the probe, or start with "
                                  "BOOT0 high");
    }
}

TEST(HostConnect, a_chip_that_wakes_now_and_then_is_caught_without_nrst) {
    for (const char* probe : every_probe) {
        SCOPED_TRACE(probe);
        Rig rig({.firmware = Firmware::naps, .probe = probe, .nrst_wired = false, .more = hardware_watchdog});
        rig.pass(50ms);
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        EXPECT_EQ(target->core().state().value(), CoreState::halted);
        EXPECT_GT(rig.chip().resets(), 0u);  // it has been waited for
    }
}

TEST(HostConnect, switched_off_debug_pins_are_met_under_reset) {
    Rig rig({.firmware = Firmware::no_swj});
    rig.pass(5ms);
    ASSERT_FALSE(rig.chip().swd_enabled());
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    EXPECT_EQ(target->core().read_register(CoreRegister::pc).value(), reset_handler);
}

TEST(HostConnect, switched_off_debug_pins_without_nrst_are_out_of_reach_and_the_text_says_why) {
    Rig rig({.firmware = Firmware::no_swj, .nrst_wired = false});
    rig.pass(5ms);
    const Error error = rig.connect().error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(
        error.what,
        "stlink@1-1: no chip answers on SWD: no DPIDR from the chip (status 0x09). Check that the board has power "
        "and that SWDIO, SWCLK and GND are connected. Firmware that switches SWD off or sleeps needs nRST wired to "
        "the probe (pulling it reset nothing), or BOOT0 high while it starts");
}

TEST(HostConnect, a_hardware_watchdog_nobody_feeds_stands_still_while_halted_and_bites_again_afterwards) {
    for (const bool wired : {true, false}) {
        SCOPED_TRACE(wired);
        Rig rig({.nrst_wired = wired, .more = hardware_watchdog});
        rig.pass(700ms);
        EXPECT_EQ(rig.chip().resets(), 1u);
        {
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            const std::uint64_t resets = rig.chip().resets();
            rig.pass(3s);
            EXPECT_EQ(rig.chip().resets(), resets);
            EXPECT_EQ(target->core().state().value(), CoreState::halted);
        }
        const std::uint64_t resets = rig.chip().resets();
        rig.pass(3s);
        EXPECT_GE(rig.chip().resets(), resets + 5);
    }
}

TEST(HostConnect, a_board_without_power_is_refused_with_the_figure) {
    Rig rig;
    rig.bench().board().power_off();
    EXPECT_EQ(
        rig.connect().error().what,
        "stlink@1-1: the target's supply measures 0.00 V and an STM32F103 needs 2.0 to 3.6 V; power the board, and "
        "connect its VDD to the probe's sense pin");
}

TEST(HostConnect, a_power_cycle_is_survived_by_reconnecting) {
    Rig rig;
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    rig.bench().power_cycle(100ms);
    ASSERT_TRUE(target->reconnect());
    EXPECT_EQ(target->core().state().value(), CoreState::running);
    ASSERT_TRUE(target->core().halt());
    EXPECT_EQ(target->memory().read_half(0x1FFFF7E0).value(), 256);
}

TEST(HostConnect, unplugging_at_any_byte_ends_in_an_error_and_plugging_in_again_works) {
    for (const int bytes : {24, 40, 41, 80, 150, 300, 500, 800}) {
        SCOPED_TRACE(bytes);
        Rig rig({.more = fmt::format("faults = {{ seed = 1, usb_unplug_at = {} }}", bytes)});
        const auto first = rig.connect();
        if (!first) {
            EXPECT_EQ(first.error().kind, ErrorKind::link) << first.error().what;
        } else {
            Bytes out(1024);
            EXPECT_EQ((*first)->memory().read(0x08000000, out).error().kind, ErrorKind::link);
        }
        const auto again = rig.connected();
        ASSERT_TRUE(again);
        EXPECT_EQ(again->core().state().value(), CoreState::halted);
    }
}

// Before the first answer the driver cannot tell an unplugged probe from one that another program left confused.
TEST(HostConnect, a_probe_that_fails_at_the_very_first_question_is_restarted) {
    for (const int bytes : {0, 1, 15, 16, 20}) {
        SCOPED_TRACE(bytes);
        Rig rig({.more = fmt::format("faults = {{ seed = 1, usb_unplug_at = {} }}", bytes)});
        EXPECT_TRUE(rig.connected());
    }
}

}  // namespace
}  // namespace jig::host
