// SPDX-License-Identifier: Apache-2.0
#include "image/srec_file.hpp"

#include <gtest/gtest.h>

#include "image/testing/record_files.hpp"

namespace jig::image {
namespace {

using testing::counting;
using testing::image_of;

TEST(SRecord, files_by_objcopy_are_read) {
    // 20 counting bytes at 0x0800FFF8 and at 0x1000, written by GNU objcopy -O srec.
    const auto high = parse_srec(
        "S0080000612E7331398B\r\nS3150800FFF8000102030405060708090A0B0C0D0E0F73\r\nS30908010008101112139F\r\n"
        "S7050800FFF8FB\r\n");
    ASSERT_TRUE(high) << high.error().what;
    EXPECT_EQ(*high, image_of(0x0800FFF8, counting(20)));
    const auto low = parse_srec(
        "S0080000622E7331398A\nS1131000000102030405060708090A0B0C0D0E0F64\nS10710101011121392\nS9031000EC\n");
    ASSERT_TRUE(low) << low.error().what;
    EXPECT_EQ(*low, image_of(0x1000, counting(20)));
}

TEST(SRecord, three_byte_addresses_and_counts_are_read) {
    const auto image = parse_srec("S2060100000102F5\nS5030001FB\nS804010000FA\n");
    ASSERT_TRUE(image) << image.error().what;
    EXPECT_EQ(*image, image_of(0x10000, {1, 2}));
}

TEST(SRecord, what_is_written_is_what_objcopy_writes) {
    EXPECT_EQ(srec_text(image_of(0x0800FFF8, counting(20))),
              "S00600006A6967BF\nS3150800FFF8000102030405060708090A0B0C0D0E0F73\nS30908010008101112139F\n"
              "S70500000000FA\n");
}

TEST(SRecord, segments_far_apart_survive_the_way_out_and_in) {
    FirmwareImage image = image_of(0, counting(3));
    ASSERT_TRUE(image.add(0x08000000, counting(0x10001)));
    ASSERT_TRUE(image.add(0xFFFFFFF0, counting(16)));
    EXPECT_EQ(parse_srec(srec_text(image)).value(), image);
}

TEST(SRecord, what_is_wrong_is_named_with_its_line) {
    testing::expect_refused(
        parse_srec,
        {
            {"", "line 0: no end record (S7, S8 or S9); the file was cut short"},
            {"S10510000102E7\n", "line 1: no end record (S7, S8 or S9); the file was cut short"},
            {"T1\n", "line 1: a record must begin with S0 to S9"},
            {"S\n", "line 1: a record must begin with S0 to S9"},
            {"S4030000FC\n", "line 1: record type S4 is reserved"},
            {"S1\n", "line 1: 0 bytes do not fit the record's length; it was cut short or damaged"},
            {"S1051000010 2E7\n", "line 1: '051000010 2E7' has 13 hex digits; bytes need an even number"},
            {"S10410000102E7\n", "line 1: 6 bytes do not fit the record's length; it was cut short or damaged"},
            {"S10510000102E8\n", "line 1: checksum is 0xe8, but the record's bytes give 0xe7"},
            {"S3031000EC\n", "line 1: too short for an S3 record"},
            {"S904100001EA\n", "line 1: an S9 record has no data"},
            {"S9031000EC\nS10510000102E7\n", "line 2: a record behind the end record"},
            {"S10510000102E7\nS5030002FA\nS9031000EC\n",
             "line 2: counts 2 data records, but there are 1; some are missing"},
            {"S10510000102E7\nS104100102E8\nS9031000EC\n",
             "line 2: 0x00001001-0x00001001 overlaps 0x00001000-0x00001001 of line 1; each byte may be given once"},
            {"S307FFFFFFFF0102F9\nS9031000EC\n", "line 1: 2 bytes at 0xffffffff run past the end of the address space"},
        });
}

TEST(SRecord, any_digit_changed_is_refused) {
    testing::expect_each_digit_matters(parse_srec, "S10710101011121392\nS9031000EC\n", 2, 18);
}

}  // namespace
}  // namespace jig::image
