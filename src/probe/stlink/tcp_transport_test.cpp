// SPDX-License-Identifier: Apache-2.0
// An ST-Link behind stlink-server, as frames on a TCP stream.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "probe/list.hpp"
#include "probe/testing/scripted_ports.hpp"

namespace jig::probe::stlink {
namespace {

using testing::ScriptedPorts;

// A greeting by a server of that API and `count` devices.
std::string greeting(int api, int count) {
    return fmt::format("06010000 -> {:02x}000000010000000000000000000000\n 0000 -> 01000000\n 01 -> {:02x}000000\n",
                       api, count);
}

// The answer about device `index`: id 0x10 + index, V2, serial "A", "B", ….
std::string device(int index, bool used = false) {
    return fmt::format("02{:02x}000029000000 -> 01000000{:02x}000000{:02x}{}83044837{}\n", index, 0x10 + index,
                       'A' + index, std::string(62, '0'), used ? "01" : "00");
}

// A frame that reads `length` bytes by a command, over connection 7, and its answer.
std::string usb_read(std::string command, int length, std::string_view answer) {
    command.resize(32, '0');
    return fmt::format("0500000007000000{}01000000{:02x}000000 -> 01000000{}\n", command, length, answer);
}
std::string usb_write(std::string command, std::string_view data) {
    command.resize(32, '0');
    return fmt::format("0500000007000000{}00000000{:02x}000000{} -> 01000000\n", command, data.size() / 2, data);
}

const std::string open_device_1 = "0300000011000000 -> 0100000007000000\n";
const std::string close_device = "0400000007000000 -> 01000000\n";
const std::string who_are_you = usb_read("f1", 6, "294783044837") + usb_read("f5", 2, "0100");

TEST(StlinkTcp, a_device_is_opened_by_number_used_and_closed) {
    ScriptedPorts ports(
        greeting(2, 2) + device(0) + device(1) + open_device_1 + who_are_you +
            usb_read("f207000000080800", 8, "0102030405060708") + usb_read("f23e", 12, "800000000000000000000000") +
            usb_write("f208000000200400", "aabbccdd") + usb_read("f23e", 12, "800000000000000000000000") + close_device,
        {});
    const auto probe = open(ports, "stlink-tcp:127.0.0.1:7184/1").value();
    EXPECT_EQ(probe->info().address, "stlink-tcp:127.0.0.1:7184/1");
    EXPECT_EQ(probe->info().serial, "B");
    EXPECT_EQ(probe->info().kind, "ST-Link V2");
    Bytes out(8);
    ASSERT_TRUE(probe->memory().read_words(0x08000000, out));
    EXPECT_EQ(to_hex(out), "0102030405060708");
    ASSERT_TRUE(probe->memory().write_words(0x20000000, from_hex("aabbccdd").value()));
}

TEST(StlinkTcp, an_old_server_is_given_small_packets) {
    const std::string kilobyte(2048, '0');
    ScriptedPorts ports(greeting(1, 2) + device(0) + device(1) + open_device_1 + who_are_you +
                            usb_read("f23600ed00e0", 8, "8000000031c21f41") +
                            fmt::format("0500000007000000f2070000000800040000000000000000010000000004"
                                        "0000 -> 01000000{}\n",
                                        kilobyte) +
                            usb_read("f23e", 12, "800000000000000000000000") +
                            usb_read("f207000400080400", 4, "01020304") +
                            usb_read("f23e", 12, "800000000000000000000000") + close_device,
                        {});
    const auto probe = open(ports, "stlink-tcp:127.0.0.1:7184/1").value();
    Bytes out(1028);
    ASSERT_TRUE(probe->memory().read_words(0x08000000, out));
    EXPECT_EQ(out.back(), 4);
}

TEST(StlinkTcp, a_server_without_the_one_probe_asked_for_says_what_it_has) {
    struct Row {
        const char* address;
        std::string script;
        ErrorKind kind;
        const char* what;
    };
    for (const Row& row : {
             Row{"stlink-tcp:h:7184", greeting(2, 0), ErrorKind::no_probe,
                 "stlink-server at h:7184 has no ST-Link; plug one in there"},
             Row{"stlink-tcp:h:7184", greeting(2, 2) + device(0) + device(1), ErrorKind::usage,
                 "stlink-server at h:7184 has 2 ST-Links; choose one with -p:\n"
                 "  stlink-tcp:h:7184/0  serial A\n  stlink-tcp:h:7184/1  serial B"},
             Row{"stlink-tcp:h:7184/2", greeting(2, 2) + device(0) + device(1), ErrorKind::no_probe,
                 "stlink-server at h:7184 has no ST-Link number 2; it counts 2 from 0"},
             Row{"stlink-tcp:h:7184/0", greeting(2, 1) + device(0, true), ErrorKind::link,
                 "stlink-tcp:h:7184/0 is in use by another program; end that program and try again"},
             Row{"stlink-tcp:h:7184/0", greeting(2, 1) + device(0) + "0300000010000000 -> 0310000000000000\n",
                 ErrorKind::link, "stlink-tcp:h:7184/0: stlink-server refused: cannot open the device (status 0x1003)"},
             Row{"stlink-tcp:h:7184/0", "06010000 ! timeout\n", ErrorKind::timeout,
                 "h:7184 does not answer like an stlink-server: no answer"},
         }) {
        ScriptedPorts ports(row.script, {});
        const Error error = open(ports, row.address).error();
        EXPECT_EQ(error.what, row.what);
        EXPECT_EQ(error.kind, row.kind) << row.what;
    }
}

}  // namespace
}  // namespace jig::probe::stlink
