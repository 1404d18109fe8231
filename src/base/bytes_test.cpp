// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace jig {
namespace {

TEST(Hex, bytes_survive_the_way_to_text_and_back) {
    const Bytes bytes = {0x00, 0x34, 0xff, 0xda};
    EXPECT_EQ(to_hex(bytes), "0034ffda");
    EXPECT_EQ(from_hex("0034FFda").value(), bytes);
}

TEST(Hex, what_is_not_hex_is_refused_with_its_place) {
    EXPECT_EQ(from_hex("123").error().what, "'123' has 3 hex digits; bytes need an even number");
    EXPECT_EQ(from_hex("12g4").error().what, "'12g4' is not hex at position 2");
}

TEST(Number, decimal_and_hex_are_read_and_all_else_is_refused) {
    EXPECT_EQ(parse_number("4096").value(), 4096u);
    EXPECT_EQ(parse_number("0xFFFFFFFF").value(), 0xFFFFFFFFu);
    for (const char* bad : {"", "0x", "12k", "-1", " 1", "0x1 "}) {
        EXPECT_EQ(parse_number(bad).error().kind, ErrorKind::usage) << bad;
    }
    EXPECT_EQ(parse_number("0x100000000").error().what, "'0x100000000' does not fit in 32 bits");
}

TEST(Words, little_endian_words_are_stored_as_they_are_loaded) {
    std::array<std::uint8_t, 4> bytes{};
    store_le32(bytes, 0x1234abcd);
    EXPECT_EQ(bytes[0], 0xcd);
    EXPECT_EQ(load_le32(bytes), 0x1234abcdu);
    EXPECT_EQ(load_be16(bytes), 0xcdabu);
}

}  // namespace
}  // namespace jig
