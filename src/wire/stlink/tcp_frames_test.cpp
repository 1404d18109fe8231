// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/tcp_frames.hpp"

#include <gtest/gtest.h>

namespace jig::wire::stlink {
namespace {

TEST(StlinkServer, requests_are_the_frames_the_server_knows) {
    struct Row {
        Bytes frame;
        const char* hex;
    };
    const Bytes data = {0xAA, 0xBB};
    for (const Row& row : {
             Row{tcp_get_server_version(), "06010000"},
             Row{tcp_refresh_devices(), "0000"},
             Row{tcp_get_device_count(), "01"},
             Row{tcp_get_device(3), "0203000029000000"},
             Row{tcp_open(0x11223344), "0300000044332211"},
             Row{tcp_close(7), "0400000007000000"},
             Row{tcp_read(7, get_version(), 6), "0500000007000000f10000000000000000000000000000000100000006000000"},
             Row{tcp_write(7, write_memory(Width::byte, 0x20000000, 2), data),
                 "0500000007000000f20d00000020020000000000000000000000000002000000aabb"},
         }) {
        EXPECT_EQ(to_hex(row.frame), row.hex);
    }
}

// OK status, id 5, a serial, vendor, product, used.
Bytes device_answer() {
    Bytes answer(45);
    store_le32(answer, 1);
    store_le32(MutableByteView(answer).subspan(4), 5);
    const std::string serial = "golden\x07";
    std::copy(serial.begin(), serial.end(), answer.begin() + 8);
    store_le16(MutableByteView(answer).subspan(40), 0x0483);
    store_le16(MutableByteView(answer).subspan(42), 0x3748);
    answer[44] = 1;
    return answer;
}

TEST(StlinkServer, a_device_is_read_and_its_serial_made_printable) {
    const TcpDevice device = parse_tcp_device(device_answer()).value();
    EXPECT_EQ(device.id, 5u);
    EXPECT_EQ(device.serial, "golden?");
    EXPECT_EQ(device.product, 0x3748);
    EXPECT_TRUE(device.used);
}

TEST(StlinkServer, refusals_are_words) {
    Bytes answer = device_answer();
    store_le32(answer, 0x2004);
    EXPECT_EQ(parse_tcp_device(answer).error().what, "stlink-server refused: device is busy (status 0x2004)");
    store_le32(answer, 0x77);
    EXPECT_EQ(parse_tcp_open(answer).error().what, "stlink-server refused: status 0x77");
}

TEST(StlinkServer, short_answers_are_errors) {
    EXPECT_EQ(parse_tcp_version(Bytes(15)).error().what, "stlink-server answered with 15 bytes instead of 16");
    EXPECT_EQ(parse_tcp_count(Bytes(3)).error().what, "stlink-server answered with 3 bytes instead of 4");
    Bytes answer = device_answer();
    answer.resize(44);
    EXPECT_EQ(parse_tcp_device(answer).error().what, "stlink-server answered with 44 bytes instead of 45");
    answer.resize(7);
    EXPECT_EQ(parse_tcp_open(answer).error().what, "stlink-server answered with 7 bytes instead of 8");
}

}  // namespace
}  // namespace jig::wire::stlink
