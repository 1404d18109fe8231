// SPDX-License-Identifier: Apache-2.0
// What the tests of Intel HEX and S-record files share: images to write, and texts that must be refused.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "image/firmware_image.hpp"

namespace jig::image::testing {

using Parser = Result<FirmwareImage> (*)(std::string_view text);

inline Bytes counting(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

inline FirmwareImage image_of(std::uint32_t address, const Bytes& data) {
    FirmwareImage image;
    EXPECT_TRUE(image.add(address, data));
    return image;
}

struct Refused {
    const char* text;
    const char* what;
};
inline void expect_refused(Parser parse, std::initializer_list<Refused> rows) {
    for (const Refused& row : rows) {
        const auto image = parse(row.text);
        ASSERT_FALSE(image) << row.text;
        EXPECT_EQ(image.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(image.error().what, row.what);
    }
}

// Any digit of `good` from `first` to before `end` changed to another.
inline void expect_each_digit_matters(Parser parse, const std::string& good, std::size_t first, std::size_t end) {
    ASSERT_TRUE(parse(good));
    for (std::size_t i = first; i < end; ++i) {
        std::string bad = good;
        bad[i] = bad[i] == '1' ? '2' : '1';
        EXPECT_FALSE(parse(bad)) << "digit " << i;
    }
}

}  // namespace jig::image::testing
