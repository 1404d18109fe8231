// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/check.hpp"

#include <gmock/gmock.h>

#include "inspect/checksum/testing/firmware_like.hpp"
#include "inspect/checksum/testing/naive_checksum.hpp"

namespace jig::inspect {
namespace {

using testing::image_base;

constexpr std::size_t size = 16 << 10;

const ChecksumModel& crc_unit() { return checksum_models().front(); }

ChecksumPlace in_the_last_word() {
    return {&crc_unit(), {image_base, size - 4}, image_base + size - 4, ByteOrder::little, FieldReading::outside};
}

Bytes golden_image() {
    Bytes image = testing::firmware_like(size, 12 << 10, 5);
    const std::uint32_t value = testing::naive_checksum(crc_unit(), ByteView(image).first(size - 4));
    testing::store_field(image, size - 4, 4, value);
    return image;
}

TEST(CheckChecksum, holds_where_every_model_was_stored_with_every_reading_of_its_field) {
    for (const ChecksumModel& model : checksum_models()) {
        for (const FieldReading reading : {FieldReading::outside, FieldReading::as_zeros, FieldReading::as_ones}) {
            Bytes image = testing::firmware_like(2048, 2048, 6);
            const std::size_t field = reading == FieldReading::outside ? 0x400 : 0x200;
            const std::uint32_t fill = reading == FieldReading::as_ones ? 0xffffffff : 0;
            if (reading != FieldReading::outside) testing::store_field(image, field, model.value_bytes(), fill);
            const std::uint32_t value = testing::naive_checksum(model, ByteView(image).first(0x400));
            testing::store_field(image, field, model.value_bytes(), value, true);
            const ChecksumPlace place{
                &model, {image_base, 0x400}, image_base + static_cast<std::uint32_t>(field), ByteOrder::big, reading};
            const ChecksumState state = check_checksum(image, image_base, place);
            EXPECT_TRUE(state.is_whole && state.holds) << label(model);
            EXPECT_EQ(state.computed, value) << label(model);
            EXPECT_EQ(state.stored, value) << label(model);
            image[0x100] ^= 4;
            EXPECT_FALSE(check_checksum(image, image_base, place).holds) << label(model);
        }
    }
}

TEST(CheckChecksum, is_not_whole_where_the_image_lacks_the_range_or_the_field) {
    const Bytes image = golden_image();
    EXPECT_TRUE(check_checksum(image, image_base, in_the_last_word()).is_whole);
    EXPECT_FALSE(check_checksum(ByteView(image).first(size - 1), image_base, in_the_last_word()).is_whole);
    EXPECT_FALSE(check_checksum({}, image_base, in_the_last_word()).is_whole);
    ChecksumPlace elsewhere = in_the_last_word();
    elsewhere.range.start -= 4;
    EXPECT_FALSE(check_checksum(image, image_base, elsewhere).is_whole);
    ChecksumPlace half_a_word = in_the_last_word();
    half_a_word.range.length -= 2;
    EXPECT_FALSE(check_checksum(image, image_base, half_a_word).is_whole);
    ChecksumPlace not_inside = in_the_last_word();
    not_inside.reading = FieldReading::as_zeros;
    EXPECT_FALSE(check_checksum(image, image_base, not_inside).is_whole);
}

TEST(CompareChecksum, of_equal_images_has_no_difference) {
    const Bytes golden = golden_image();
    const ChecksumComparison comparison = compare_checksum(golden, golden, image_base, in_the_last_word());
    EXPECT_FALSE(comparison.is_broken());
    EXPECT_TRUE(comparison.differences.empty());
}

TEST(CompareChecksum, names_the_bytes_that_break_it) {
    const Bytes golden = golden_image();
    Bytes copy = golden;
    copy[0x1003] ^= 1;
    copy[0x1005] ^= 1;  // one run with the byte before
    const ChecksumComparison comparison = compare_checksum(golden, copy, image_base, in_the_last_word());
    EXPECT_TRUE(comparison.is_broken());
    ASSERT_EQ(comparison.differences.size(), 1U);
    const ChecksumDifference& difference = comparison.differences.front();
    EXPECT_EQ(difference.bytes, (AddressRange{image_base + 0x1003, 3}));
    EXPECT_TRUE(difference.is_the_cause);
    EXPECT_FALSE(difference.is_in_field || difference.is_missing);
}

TEST(CompareChecksum, blames_no_run_alone_when_two_break_it) {
    const Bytes golden = golden_image();
    Bytes copy = golden;
    copy[0x1003] ^= 1;
    copy[size - 2] ^= 1;
    const ChecksumComparison comparison = compare_checksum(golden, copy, image_base, in_the_last_word());
    EXPECT_TRUE(comparison.is_broken());
    ASSERT_EQ(comparison.differences.size(), 2U);
    EXPECT_FALSE(comparison.differences[0].is_the_cause || comparison.differences[1].is_the_cause);
    EXPECT_FALSE(comparison.differences[0].is_in_field);
    EXPECT_TRUE(comparison.differences[1].is_in_field);
}

TEST(CompareChecksum, follows_a_value_that_was_changed_with_its_data) {
    const Bytes golden = golden_image();
    Bytes copy = golden;
    copy[0x1003] ^= 1;
    testing::store_field(copy, size - 4, 4, testing::naive_checksum(crc_unit(), ByteView(copy).first(size - 4)));
    const ChecksumComparison comparison = compare_checksum(golden, copy, image_base, in_the_last_word());
    EXPECT_FALSE(comparison.is_broken());
    EXPECT_EQ(comparison.differences.size(), 2U);
}

TEST(CompareChecksum, tells_what_a_short_copy_lacks) {
    const Bytes golden = golden_image();
    const ByteView copy = ByteView(golden).first(size - 6);
    const ChecksumComparison comparison = compare_checksum(golden, copy, image_base, in_the_last_word());
    EXPECT_TRUE(comparison.is_broken());
    ASSERT_EQ(comparison.differences.size(), 2U);
    EXPECT_EQ(comparison.differences[0].bytes, (AddressRange{image_base + size - 6, 2}));
    EXPECT_EQ(comparison.differences[1].bytes, (AddressRange{image_base + size - 4, 4}));
    EXPECT_TRUE(comparison.differences[0].is_missing && comparison.differences[1].is_missing);
}

}  // namespace
}  // namespace jig::inspect
