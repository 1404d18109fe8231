// SPDX-License-Identifier: Apache-2.0
// Bytes as AN3155 prints them, and those that may be sent ahead.
#include "wire/an3155/command.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jig::wire::an3155 {
namespace {

struct Sent {
    const char* section;
    Bytes bytes;
    const char* hex;
};

TEST(An3155Command, is_sent_with_its_complement_or_checksum) {
    constexpr std::array<std::uint16_t, 2> two = {0x0102, 0x0304};
    const Sent rows[] = {
        {"3.1", command(Command::get), "00ff"},
        {"3.12", command(Command::readout_unprotect), "926d"},
        {"3.4", address(0x08007F04), "08007f0473"},
        {"3.4", read_length(1), "00ff"},
        {"3.4", read_length(256), "ff00"},
        {"3.6", block(Bytes{0x11, 0x22, 0x33, 0x44}), "031122334447"},
        {"3.7", pages(Bytes{0x05}), "000505"},
        {"3.7", pages(Bytes{0x05, 0x06}), "01050602"},
        {"3.7", all_pages(), "ff00"},
        {"3.8", extended_pages(two), "00010102030405"},
        {"3.8", extended_all_pages(), "ffff00"},
    };
    for (const Sent& row : rows) EXPECT_EQ(to_hex(row.bytes), row.hex) << row.section;
}

TEST(An3155Command, block_of_256_bytes_counts_them_as_ff) {
    const Bytes bytes = block(Bytes(256, 0xA5));
    EXPECT_EQ(bytes.size(), 258U);
    EXPECT_EQ(bytes.front(), 0xFF);
    EXPECT_EQ(bytes.back(), 0xFF) << "an even number of equal bytes cancels out";
}

TEST(An3155Command, may_follow_at_once_only_when_it_is_harmless_as_a_command) {
    struct Row {
        const char* what;
        Bytes bytes;
        bool harmless;
    };
    const Row rows[] = {
        {"an address in flash", address(0x08001F00), true},
        {"a length", read_length(256), true},
        {"Get, which changes nothing", {0x00, 0xFF}, true},
        {"Erase Memory", {0x43, 0xBC}, false},
        {"Erase Memory, one byte late", {0x08, 0x43, 0xBC, 0x00}, false},
        {"Readout Unprotect, as the length 147 and its complement are", read_length(0x93), false},
        {"Readout Unprotect whose complement may come next", {0x08, 0x92}, false},
    };
    for (const Row& row : rows) EXPECT_EQ(harmless_as_commands(row.bytes), row.harmless) << row.what;
}

}  // namespace
}  // namespace jig::wire::an3155
