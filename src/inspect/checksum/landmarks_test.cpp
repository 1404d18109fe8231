// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/landmarks.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jig::inspect {
namespace {

TEST(Landmarks, canonical_ranges_end_before_their_values_in_images_of_any_length) {
    for (std::size_t size = 1; size <= 70; ++size) {
        Bytes image(size);
        for (std::size_t i = 0; i < size; ++i) image[i] = static_cast<std::uint8_t>(i % 7);
        const Landmarks landmarks = find_landmarks(image, 0x08000000, 1024);
        for (const std::size_t value_bytes : {1U, 2U, 4U}) {
            const auto places = canonical_places(image, landmarks, value_bytes);
            EXPECT_EQ(places.empty(), size < shortest_range + value_bytes) << size;
            for (const CanonicalPlace& place : places) {
                EXPECT_LE(place.range.end, place.stored_at) << size << ", " << value_bytes;
                EXPECT_LE(place.stored_at + value_bytes, size) << size << ", " << value_bytes;
            }
        }
    }
}

TEST(Landmarks, the_range_may_end_at_the_erased_gap_before_the_last_word) {
    Bytes image(64, 0xff);
    for (std::size_t i = 0; i < 21; ++i) image[i] = static_cast<std::uint8_t>(i);
    image[60] = 1;
    const auto places = canonical_places(image, find_landmarks(image, 0x08000000, 1024), 4);
    const CanonicalPlace up_to_the_gap{{0, 24}, 60};
    EXPECT_NE(std::ranges::find(places, up_to_the_gap), places.end());
}

}  // namespace
}  // namespace jig::inspect
