// SPDX-License-Identifier: Apache-2.0
// What the driver says to a probe, byte for byte, and what it makes of answers that are none.
#include <gtest/gtest.h>

#include "probe/cmsis_dap/cmsis_dap_probe.hpp"
#include "probe/testing/scripted_ports.hpp"

namespace jig::probe::cmsis_dap {
namespace {

using testing::ScriptedPorts;

const port::UsbDeviceInfo device{0x0D28, 0x0204, "1-5",
                                 "0240", "",     {{4, 0xFF, "CMSIS-DAP v2", {{0x04, 64, false}, {0x84, 64, false}}}}};

constexpr const char* facts = R"(
    read ! timeout
    00f0 -> 000113
    00ff -> 00024000
    00fe -> 000101
    0004 -> 0006322e312e3000
    0009 -> 0004312e3200)";

Result<std::unique_ptr<Probe>> open_scripted(ScriptedPorts& ports) {
    TRY_ASSIGN(const std::vector<Found> found, list_usb(ports));
    return open_usb(ports, found.at(0));
}

TEST(CmsisDapSession, a_probe_says_what_it_is) {
    ScriptedPorts ports(facts, {device});
    const auto probe = open_scripted(ports).value();
    EXPECT_EQ(probe->info().firmware, "2.1.0 1.2");
    EXPECT_EQ(probe->info().address, "cmsis-dap@1-5");
    const auto volts = probe->target_volts();
    EXPECT_EQ(volts.error().kind, ErrorKind::unsupported);
    EXPECT_EQ(volts.error().what, "cmsis-dap@1-5 cannot measure the target's supply");
}

TEST(CmsisDapSession, answers_that_a_dead_program_left_are_thrown_away) {
    // The second would pass for the answer about capabilities, and each answer for the one before it.
    ScriptedPorts ports(std::string("read -> 0501017714a01b\n read -> 00024000\n") + facts, {device});
    EXPECT_EQ(open_scripted(ports).value()->info().firmware, "2.1.0 1.2");
}

TEST(CmsisDapSession, connecting_switches_to_swd_powers_up_and_reads_dpidr) {
    ScriptedPorts ports(std::string(facts) + R"(
        1100093d00 -> 1100
        0201 -> 0201
        1300 -> 1300
        0400e8030000 -> 0400
        1248ffffffffffffff9ee7 -> 1200
        1240ffffffffffffff00 -> 1200
        05000102 -> 0501017714a01b
        08001e000000 -> 0800
        0500010800000000 -> 050101
        0500010400000050 -> 050101
        05000106 -> 050101000000f0
        10008000000000 -> 1000
        10808000000000 -> 1080
        03 -> 0300)",
                        {device});
    const auto probe = open_scripted(ports).value();
    EXPECT_EQ(probe->set_speed_khz(4000), 4000u);
    EXPECT_EQ(probe->connect(), 0x1BA01477u);
    EXPECT_TRUE(probe->set_nrst(true));
    EXPECT_TRUE(probe->disconnect());
}

TEST(CmsisDapSession, what_a_probe_cannot_do_is_said) {
    struct Row {
        const char* script;
        ErrorKind kind;
        const char* what;
    };
    for (const Row& row : {
             Row{"read ! timeout\n 00f0 -> 000102", ErrorKind::unsupported,
                 "cmsis-dap@1-5: this CMSIS-DAP probe has no SWD"},
             Row{"read ! timeout\n 00f0 -> 000101\n 00ff -> 000120\n 00fe -> 000101", ErrorKind::unsupported,
                 "cmsis-dap@1-5: this CMSIS-DAP probe takes packets of 32 bytes; at least 64 are needed: update its "
                 "firmware"},
         }) {
        ScriptedPorts ports(row.script, {device});
        const auto probe = open_scripted(ports);
        EXPECT_EQ(probe.error().kind, row.kind);
        EXPECT_EQ(probe.error().what, row.what);
    }
}

}  // namespace
}  // namespace jig::probe::cmsis_dap
