// SPDX-License-Identifier: Apache-2.0
#include "image/firmware_image.hpp"

#include <gtest/gtest.h>

namespace jig::image {
namespace {

TEST(FirmwareImage, pieces_in_any_order_join_where_they_touch) {
    FirmwareImage image;
    for (const auto& [address, byte] : std::initializer_list<std::pair<std::uint32_t, std::uint8_t>>{
             {0x103, 3}, {0x100, 0}, {0x102, 2}, {0x110, 9}, {0x101, 1}}) {
        ASSERT_TRUE(image.add(address, Bytes{byte}));
    }
    ASSERT_EQ(image.segments().size(), 2u);
    EXPECT_EQ(image.segments()[0], (Segment{0x100, {0, 1, 2, 3}}));
    EXPECT_EQ(image.segments()[1], (Segment{0x110, {9}}));
    EXPECT_EQ(image.size_bytes(), 5u);
    EXPECT_EQ(image.extent(), (AddressRange{0x100, 17}));
    EXPECT_EQ(image.ranges(), (std::vector<AddressRange>{{0x100, 4}, {0x110, 1}}));
}

TEST(FirmwareImage, an_overlap_is_refused_with_both_ranges) {
    FirmwareImage image;
    ASSERT_TRUE(image.add(0x08000000, Bytes(16)));
    struct Row {
        std::uint32_t address;
        std::size_t size;
        const char* what;
    };
    for (const Row& row : {
             Row{0x0800000F, 2, "0x0800000f-0x08000010 overlaps 0x08000000-0x0800000f; each byte may be given once"},
             Row{0x07FFFFFF, 2, "0x07ffffff-0x08000000 overlaps 0x08000000-0x0800000f; each byte may be given once"},
             Row{0x08000004, 1, "0x08000004-0x08000004 overlaps 0x08000000-0x0800000f; each byte may be given once"},
             Row{0x07FFFFFF, 32, "0x07ffffff-0x0800001e overlaps 0x08000000-0x0800000f; each byte may be given once"},
         }) {
        const auto added = image.add(row.address, Bytes(row.size));
        ASSERT_FALSE(added) << row.what;
        EXPECT_EQ(added.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(added.error().what, row.what);
    }
    EXPECT_EQ(image.size_bytes(), 16u) << "a refused piece leaves nothing behind";
}

TEST(FirmwareImage, gaps_are_filled_when_read) {
    FirmwareImage image;
    ASSERT_TRUE(image.add(0x101, Bytes{1}));
    ASSERT_TRUE(image.add(0x103, Bytes{3}));
    EXPECT_EQ(image.read({0x100, 5}), (Bytes{0xFF, 1, 0xFF, 3, 0xFF}));
    EXPECT_EQ(image.read({0x103, 1}, 0), (Bytes{3}));
    EXPECT_EQ(image.read({0x200, 2}, 0), (Bytes{0, 0}));
    EXPECT_TRUE(image.covers({0x101, 1}));
    EXPECT_FALSE(image.covers({0x101, 3}));
}

TEST(FirmwareImage, the_end_of_the_address_space_and_the_limit_hold) {
    FirmwareImage image;
    ASSERT_TRUE(image.add(0xFFFFFFFF, Bytes{1}));
    EXPECT_EQ(image.extent(), (AddressRange{0xFFFFFFFF, 1}));
    EXPECT_EQ(image.add(0xFFFFFFFE, Bytes(3)).error().what,
              "3 bytes at 0xfffffffe run past the end of the address space");
    EXPECT_EQ(image.add(0, Bytes(largest_image_bytes)).error().what,
              "more than 16777216 bytes of content; no chip jig knows holds that");
    EXPECT_TRUE(image.add(0, {}));
    EXPECT_EQ(FirmwareImage{}.extent(), AddressRange{});
}

}  // namespace
}  // namespace jig::image
