// SPDX-License-Identifier: Apache-2.0
#include "image/hex_file.hpp"

#include <gtest/gtest.h>

#include "image/testing/record_files.hpp"

namespace jig::image {
namespace {

using testing::counting;
using testing::image_of;

// 20 counting bytes at 0x0800FFF8, written by GNU objcopy -O ihex.
constexpr std::string_view from_objcopy =
    ":020000040800F2\r\n:08FFF8000001020304050607E5\r\n:020000040801F1\r\n"
    ":0C00000008090A0B0C0D0E0F1011121352\r\n:040000050800FFF8F8\r\n:00000001FF\r\n";

TEST(IntelHex, a_file_by_objcopy_is_read_across_a_64_kb_border) {
    const auto image = parse_hex(from_objcopy);
    ASSERT_TRUE(image) << image.error().what;
    EXPECT_EQ(*image, image_of(0x0800FFF8, counting(20)));
}

TEST(IntelHex, what_is_written_is_what_objcopy_writes) {
    EXPECT_EQ(hex_text(image_of(0x0800FFF8, counting(20))),
              ":020000040800F2\n:08FFF8000001020304050607E5\n:020000040801F1\n"
              ":0C00000008090A0B0C0D0E0F1011121352\n:00000001FF\n");
    EXPECT_EQ(hex_text({}), ":00000001FF\n");
}

TEST(IntelHex, segments_far_apart_survive_the_way_out_and_in) {
    FirmwareImage image = image_of(0, counting(3));
    ASSERT_TRUE(image.add(0x08000000, counting(0x20001)));
    ASSERT_TRUE(image.add(0xFFFFFFF0, counting(16)));
    EXPECT_EQ(parse_hex(hex_text(image)).value(), image);
}

TEST(IntelHex, segmented_addresses_and_records_in_any_order_are_read) {
    const auto good =
        parse_hex(":020000021000EC\n\n:020002000405F3\n:020000000102FB\n:0400000300003800C1\n:00000001FF");
    ASSERT_TRUE(good) << good.error().what;
    ASSERT_EQ(good->segments().size(), 1u);
    EXPECT_EQ(good->segments()[0], (Segment{0x10000, {1, 2, 4, 5}}));
}

TEST(IntelHex, what_is_wrong_is_named_with_its_line) {
    testing::expect_refused(
        parse_hex,
        {
            {"", "line 0: no end record (:00000001FF); the file was cut short"},
            {":020000000102FB\n", "line 1: no end record (:00000001FF); the file was cut short"},
            {"\nx\n", "line 2: a record must begin with ':'"},
            {":\n", "line 1: 0 bytes do not fit the record's length; it was cut short or damaged"},
            {":0200000001FB\n", "line 1: 6 bytes do not fit the record's length; it was cut short or damaged"},
            {":020000000102FC\n", "line 1: checksum is 0xfc, but the record's bytes give 0xfb"},
            {":02000000010GFB\n", "line 1: '02000000010GFB' is not hex at position 10"},
            {":00000006FA\n", "line 1: unknown record type 06"},
            {":0100000108F6\n", "line 1: a record of type 01 must have 0 data bytes, not 1"},
            {":0100000408F3\n", "line 1: a record of type 04 must have 2 data bytes, not 1"},
            {":00000001FF\n:00000001FF\n", "line 2: a record behind the end record"},
            {":020000000102FB\n:020000020000FC\n:010001000 0FE\n",
             "line 3: '010001000 0FE' has 13 hex digits; bytes need an even number"},
            {":020000000102FB\n:0100010000FE\n:00000001FF\n",
             "line 2: 0x00000001-0x00000001 overlaps 0x00000000-0x00000001 of line 1; each byte may be given once"},
            {":0100010000FE\n:020000000102FB\n:00000001FF\n",
             "line 2: 0x00000000-0x00000001 overlaps 0x00000001-0x00000001 of line 1; each byte may be given once"},
            {":020000021000EC\n:02FFFF000102FD\n:00000001FF\n",
             "line 2: the record runs past the end of its 64 KB segment"},
            {":02000004FFFFFC\n:02FFFF000102FD\n:00000001FF\n",
             "line 2: 2 bytes at 0xffffffff run past the end of the address space"},
        });
}

TEST(IntelHex, a_line_longer_than_any_record_is_refused) {
    EXPECT_EQ(parse_hex(":" + std::string(600, '0')).error().what, "line 1: longer than any record");
}

TEST(IntelHex, any_digit_changed_is_refused) {
    testing::expect_each_digit_matters(parse_hex, ":08FFF8000001020304050607E5\n:00000001FF\n", 1, 27);
}

}  // namespace
}  // namespace jig::image
