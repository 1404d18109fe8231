// SPDX-License-Identifier: Apache-2.0
#include "probe/list.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "probe/tcp_address.hpp"
#include "probe/testing/scripted_ports.hpp"

namespace jig::probe {
namespace {

using testing::ScriptedPorts;

// What opening says to a V2J37 that is idle (mass storage mode), and nothing else.
constexpr const char* quiet_opening = R"(
    f1 -> 294783044837
    f5 -> 0100)";

const port::UsbDeviceInfo first{0x0483, 0x3748, "1-1", "57FF72067265575742132067", "STM32 STLink"};
const port::UsbDeviceInfo second{0x0483, 0x374B, "1-2.3", "066EFF", "STM32 STLink"};
const port::UsbDeviceInfo twin{0x0483, 0x3748, "2-4", "57FF72067265575742132067", "STM32 STLink"};
const port::UsbDeviceInfo mouse{0x046D, 0xC077, "1-3", "", "Mouse"};
const port::UsbDeviceInfo st_but_no_stlink{0x0483, 0x5740, "1-4", "", "Virtual COM port"};

// A DAPLink of version 2, which offers a serial port, a disk and HID beside the bulk interface.
const port::UsbDeviceInfo daplink{
    0x0D28,
    0x0204,
    "1-5",
    "0240",
    "DAPLink CMSIS-DAP",
    {{0, 0x08, "USB_MSC", {{0x02, 64, false}, {0x81, 64, false}}},
     {3, 0x03, "CMSIS-DAP v1", {{0x83, 64, true}, {0x03, 64, true}}},
     {4, 0xFF, "CMSIS-DAP v2", {{0x04, 64, false}, {0x84, 64, false}, {0x85, 64, false}}}}};

TEST(ProbeList, cmsis_dap_probes_are_found_by_their_interfaces_bulk_before_hid) {
    port::UsbDeviceInfo old = daplink;
    old.path = "1-6";
    old.interfaces = {{0, 0x03, "", {{0x81, 64, true}, {0x01, 64, true}}}};
    port::UsbDeviceInfo keyboard = old;
    keyboard.path = "1-7";
    keyboard.product_name = "Keyboard";
    port::UsbDeviceInfo without_out = old;
    without_out.path = "1-8";
    without_out.interfaces[0].endpoints.pop_back();
    ScriptedPorts ports("", {daplink, old, keyboard, without_out, first});
    const std::vector<ProbeInfo> probes = list(ports).value();
    ASSERT_EQ(probes.size(), 3u);
    EXPECT_EQ(probes[0].address, "cmsis-dap@1-5");
    EXPECT_EQ(probes[0].kind, "CMSIS-DAP v2");
    EXPECT_EQ(probes[1].address, "cmsis-dap@1-6");
    EXPECT_EQ(probes[1].kind, "CMSIS-DAP v1");
    EXPECT_EQ(probes[2].address, "stlink@1-1");
}

TEST(ProbeList, st_links_are_listed_by_usb_port_and_everything_else_is_not) {
    ScriptedPorts ports("", {mouse, second, st_but_no_stlink, first});
    const std::vector<ProbeInfo> probes = list(ports).value();
    ASSERT_EQ(probes.size(), 2u);
    EXPECT_EQ(probes[0].address, "stlink@1-1");
    EXPECT_EQ(probes[0].kind, "ST-Link V2");
    EXPECT_EQ(probes[0].serial, "57FF72067265575742132067");
    EXPECT_EQ(probes[0].firmware, "");
    EXPECT_EQ(probes[1].address, "stlink@1-2.3");
    EXPECT_EQ(probes[1].kind, "ST-Link V2-1");
}

TEST(ProbeChoice, each_form_finds_its_probe) {
    struct Row {
        const char* address;
        std::vector<port::UsbDeviceInfo> devices;
        const char* path;
    };
    for (const Row& row : {
             Row{"", {mouse, first}, "1-1"},
             Row{"stlink", {first}, "1-1"},
             Row{"stlink:066EFF", {first, second, twin}, "1-2.3"},
             Row{"stlink@2-4", {first, second, twin}, "2-4"},
         }) {
        ScriptedPorts ports(std::string(quiet_opening), row.devices);
        const auto probe = open(ports, row.address).value();
        EXPECT_EQ(ports.opened(), std::vector<std::string>{row.path});
        EXPECT_EQ(probe->info().address, std::string("stlink@") + row.path);
    }
}

TEST(ProbeChoice, every_way_to_name_a_probe_leads_to_one_name_and_opens_nothing) {
    struct Row {
        const char* address;
        std::vector<port::UsbDeviceInfo> devices;
        const char* name;
    };
    for (const Row& row : {
             Row{"", {mouse, first}, "stlink@1-1"},
             Row{"stlink", {first, daplink}, "stlink@1-1"},
             Row{"stlink:066EFF", {first, second}, "stlink@1-2.3"},
             Row{"stlink@1-2.3", {first, second}, "stlink@1-2.3"},
             Row{"cmsis-dap:0240", {first, daplink}, "cmsis-dap@1-5"},
             Row{"stlink-tcp:127.0.0.1:7184", {}, "stlink-tcp:127.0.0.1:7184/0"},
             Row{"stlink-tcp:127.0.0.1:7184/3", {}, "stlink-tcp:127.0.0.1:7184/3"},
             Row{"gpio:gpiochip0:25:24", {}, "gpio:gpiochip0:25:24"},
         }) {
        ScriptedPorts ports("", row.devices);
        EXPECT_EQ(locate(ports, row.address).value(), row.name) << row.address;
        EXPECT_TRUE(ports.opened().empty());
    }
    ScriptedPorts two("", {first, second});
    EXPECT_EQ(locate(two, "stlink").error().kind, ErrorKind::usage);
}

TEST(ProbeChoice, what_is_not_one_probe_is_refused_with_what_there_is) {
    struct Row {
        const char* address;
        std::vector<port::UsbDeviceInfo> devices;
        ErrorKind kind;
        const char* what;
    };
    constexpr const char* nothing =
        "no ST-Link is plugged in; plug one in (on Linux with 60-jig.rules installed), or name one behind a server "
        "with -p stlink-tcp:HOST:PORT/N";
    constexpr const char* nothing_at_all =
        "no probe is plugged in; plug an ST-Link or a CMSIS-DAP probe in (on Linux with 60-jig.rules installed), or "
        "name one behind a server with -p stlink-tcp:HOST:PORT/N";
    constexpr const char* no_cmsis_dap =
        "no CMSIS-DAP probe is plugged in; plug one in (on Linux with 60-jig.rules installed)";
    for (const Row& row : {
             Row{"", {mouse}, ErrorKind::no_probe, nothing_at_all},
             Row{"stlink", {daplink}, ErrorKind::no_probe, nothing},
             Row{"cmsis-dap", {first}, ErrorKind::no_probe, no_cmsis_dap},
             Row{"cmsis-dap:X",
                 {daplink},
                 ErrorKind::no_probe,
                 "no CMSIS-DAP probe has the serial 'X'; there are:\n  cmsis-dap@1-5  CMSIS-DAP v2  serial 0240"},
             Row{"",
                 {first, daplink},
                 ErrorKind::usage,
                 "2 probes are plugged in; choose one with -p:\n"
                 "  cmsis-dap@1-5  CMSIS-DAP v2  serial 0240\n"
                 "  stlink@1-1  ST-Link V2  serial 57FF72067265575742132067"},
             Row{"stlink@1-1", {}, ErrorKind::no_probe, nothing},
             Row{"",
                 {first, second},
                 ErrorKind::usage,
                 "2 probes are plugged in; choose one with -p:\n"
                 "  stlink@1-1  ST-Link V2  serial 57FF72067265575742132067\n"
                 "  stlink@1-2.3  ST-Link V2-1  serial 066EFF"},
             Row{"stlink:57FF72067265575742132067",
                 {first, second, twin},
                 ErrorKind::usage,
                 "2 ST-Links have the serial '57FF72067265575742132067', as copies often do; choose one by its USB "
                 "port with -p:\n"
                 "  stlink@1-1  ST-Link V2  serial 57FF72067265575742132067\n"
                 "  stlink@2-4  ST-Link V2  serial 57FF72067265575742132067"},
             Row{"stlink@9-9",
                 {second},
                 ErrorKind::no_probe,
                 "no ST-Link has the USB port '9-9'; there are:\n  stlink@1-2.3  ST-Link V2-1  serial 066EFF"},
             Row{"stlink:X",
                 {{0x0483, 0x3748, "1-1", "", ""}},
                 ErrorKind::no_probe,
                 "no ST-Link has the serial 'X'; there are:\n  stlink@1-1  ST-Link V2  serial unknown"},
             Row{"jlink",
                 {first},
                 ErrorKind::usage,
                 "'jlink' is not the address of a probe; write stlink, stlink:SERIAL, stlink@USB-PORT-PATH, "
                 "stlink-tcp:HOST:PORT/N, cmsis-dap, cmsis-dap:SERIAL, cmsis-dap@USB-PORT-PATH or "
                 "gpio:CHIP:SWCLK:SWDIO[:NRST]"},
             Row{"stlink-tcp:localhost",
                 {},
                 ErrorKind::usage,
                 "'localhost' is not the address of a server; write HOST:PORT or HOST:PORT/N, for example "
                 "127.0.0.1:7184/0"},
             Row{"",
                 {{0x0483, 0x3744, "1-1", "", ""}},
                 ErrorKind::unsupported,
                 "stlink@1-1 cannot be used: it is a V1, which speaks through a mass-storage disk and is not "
                 "supported; use a V2 or V3"},
             Row{"",
                 {{0x0483, 0x374D, "1-1", "", ""}},
                 ErrorKind::unsupported,
                 "stlink@1-1 cannot be used: it is in its firmware loader; finish its update with ST's STLinkUpgrade, "
                 "or plug it in anew"},
         }) {
        ScriptedPorts ports("", row.devices);
        const auto probe = open(ports, row.address);
        ASSERT_FALSE(probe) << row.address;
        EXPECT_EQ(probe.error().what, row.what);
        EXPECT_EQ(probe.error().kind, row.kind) << row.what;
        EXPECT_TRUE(ports.opened().empty());
    }
}

TEST(ProbeChoice, gpio_lines_are_chip_and_numbers) {
    constexpr const char* wrong =
        "'{}' does not name GPIO lines; write gpio:CHIP:SWCLK:SWDIO or gpio:CHIP:SWCLK:SWDIO:NRST, for example "
        "gpio:gpiochip0:11:25:24";
    for (const std::string bad :
         {"gpio:", "gpio:gpiochip0", "gpio:gpiochip0:1", "gpio::1:2", "gpio:c:1:1", "gpio:c:1:2:x"}) {
        ScriptedPorts ports("", {first});
        const auto probe = open(ports, bad);
        EXPECT_EQ(probe.error().kind, ErrorKind::usage) << bad;
        EXPECT_EQ(probe.error().what, fmt::format(fmt::runtime(wrong), bad));
    }
    for (const char* chip : {"gpiochip0", "/dev/gpiochip4"}) {
        ScriptedPorts ports("", {first});
        EXPECT_EQ(open(ports, std::string("gpio:") + chip + ":11:25:24").error().what,
                  std::string("cannot open GPIO chip '") + chip + "'");
        EXPECT_EQ(ports.opened(), std::vector<std::string>{chip});
    }
}

TEST(TcpAddressText, host_port_and_number_are_told_apart) {
    EXPECT_EQ(parse_tcp_address("127.0.0.1:7184/1").value(), (TcpAddress{"127.0.0.1", 7184, 1}));
    EXPECT_EQ(parse_tcp_address("bench.local:80").value(), (TcpAddress{"bench.local", 80, std::nullopt}));
    EXPECT_EQ(parse_tcp_address("[::1]:7184/0").value(), (TcpAddress{"::1", 7184, 0}));
    for (const char* bad :
         {"", ":7184", "host", "host:", "host:0", "host:65536", "host:7184/", "host:7184/x", "[]:1"}) {
        EXPECT_EQ(parse_tcp_address(bad).error().kind, ErrorKind::usage) << bad;
    }
}

}  // namespace
}  // namespace jig::probe
