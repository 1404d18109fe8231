// SPDX-License-Identifier: Apache-2.0
// The linear search against every range in turn.
#include "inspect/checksum/trailing_ranges.hpp"

#include <gmock/gmock.h>

#include "inspect/checksum/testing/firmware_like.hpp"
#include "inspect/checksum/testing/naive_checksum.hpp"

namespace jig::inspect {
namespace {

std::vector<TrailingRange> all_ranges(const ChecksumModel& model, ByteView image, std::size_t step,
                                      Ring::Multiplication multiplication) {
    const auto prefixes = make_prefixes(model, image, std::max<std::size_t>(step, model.word_bytes), multiplication);
    std::vector<TrailingRange> found;
    for_each_trailing_range(model, image, *prefixes, [&](const TrailingRange& range) {
        found.push_back(range);
        return true;
    });
    std::ranges::sort(found);
    return found;
}

// Chance gives wide models nothing in a small image: checksums of ranges all over it are planted.
void plant(const ChecksumModel& model, Bytes& image, std::size_t step) {
    const std::size_t at = std::max<std::size_t>(step, model.word_bytes);
    for (std::size_t i = 1; i <= 6; ++i) {
        const std::size_t start = (i * 37 + 5) / at * at;
        const std::size_t end = (image.size() * i / 7 + 3) / at * at;
        const std::uint32_t value = testing::naive_checksum(model, ByteView(image).subspan(start, end - start));
        testing::store_field(image, end, model.value_bytes(), value, i % 2 == 0);
    }
}

void expect_the_ranges_of_brute_force(Bytes image, std::size_t step) {
    for (const ChecksumModel& model : checksum_models()) {
        Bytes planted = image;
        plant(model, planted, step);
        const std::vector<TrailingRange> expected = testing::naive_trailing_ranges(model, planted, step);
        EXPECT_GE(expected.size(), 5U) << label(model);
        EXPECT_EQ(all_ranges(model, planted, step, Ring::Multiplication::best), expected) << label(model);
        EXPECT_EQ(all_ranges(model, planted, step, Ring::Multiplication::portable), expected) << label(model);
        EXPECT_EQ(count_trailing_ranges(model, planted, step), expected.size()) << label(model);
    }
}

TEST(TrailingRanges, are_those_of_brute_force_at_every_byte_of_random_data) {
    expect_the_ranges_of_brute_force(testing::random_bytes(1500, 1), 1);
}
TEST(TrailingRanges, are_those_of_brute_force_at_every_byte_of_firmware) {
    expect_the_ranges_of_brute_force(testing::firmware_like(2048, 1900, 2), 1);
}
TEST(TrailingRanges, are_those_of_brute_force_at_words_of_random_data) {
    expect_the_ranges_of_brute_force(testing::random_bytes(4096 + 3, 3), 4);
}
TEST(TrailingRanges, are_those_of_brute_force_at_words_of_firmware) {
    expect_the_ranges_of_brute_force(testing::firmware_like(4096, 3000, 4), 4);
}
TEST(TrailingRanges, are_those_of_brute_force_at_half_words_of_firmware) {
    expect_the_ranges_of_brute_force(testing::firmware_like(2048, 1800, 5), 2);
}

TEST(TrailingRanges, are_none_in_images_without_content) {
    for (const std::size_t size : {0U, 1U, 3U, 16U, 19U, 4096U}) {
        for (const std::uint8_t fill : {std::uint8_t{0x00}, std::uint8_t{0xff}}) {
            const Bytes image(size, fill);
            for (const ChecksumModel& model : checksum_models()) {
                EXPECT_EQ(count_trailing_ranges(model, image, 1),
                          testing::naive_trailing_ranges(model, image, 1).size())
                    << label(model) << " of " << size;
            }
        }
    }
}

TEST(AllowedPositions, leave_out_the_inside_of_constant_runs_but_not_the_words_they_end_in) {
    Bytes image = testing::random_bytes(64, 9);
    std::fill(image.begin() + 9, image.begin() + 35, std::uint8_t{0xff});
    image[8] = image[35] = 0x11;
    EXPECT_EQ(constant_runs(image), (std::vector<Extent>{{9, 35}}));
    const std::vector<bool> bytes = allowed_positions(image, 1);
    ASSERT_EQ(bytes.size(), 65U);
    for (std::size_t i = 0; i <= 64; ++i) {
        EXPECT_EQ(bytes[i], i <= 9 || i == 12 || i == 32 || i >= 35) << i;
    }
    const std::vector<bool> words = allowed_positions(image, 4);
    for (std::size_t i = 0; i <= 16; ++i) EXPECT_EQ(words[i], i <= 3 || i >= 8) << i;
}

TEST(ConstantRuns, of_fewer_than_sixteen_bytes_are_data) {
    Bytes image = testing::random_bytes(64, 9);
    std::fill(image.begin() + 20, image.begin() + 35, std::uint8_t{0});
    image[19] = image[35] = 1;
    EXPECT_TRUE(constant_runs(image).empty());
    image[35] = 0;
    image[36] = 1;
    EXPECT_EQ(constant_runs(image), (std::vector<Extent>{{20, 36}}));
}

}  // namespace
}  // namespace jig::inspect
