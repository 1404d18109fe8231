// SPDX-License-Identifier: Apache-2.0
#include "image/image_file.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace jig::image {
namespace {

constexpr std::uint32_t flash_base = 0x08000000;

FirmwareImage two_segments() {
    FirmwareImage image;
    EXPECT_TRUE(image.add(flash_base, Bytes{0x7E, 1, 2, 3}));
    EXPECT_TRUE(image.add(flash_base + 8, Bytes{8}));
    return image;
}

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

class ImageFile : public testing::Test {
 protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / fmt::format("jig_image_{}", getpid());
};

TEST_F(ImageFile, every_format_is_written_by_name_and_told_by_name_and_content) {
    struct Row {
        const char* name;
        ImageFormat format;
    };
    for (const Row& row :
         {Row{"a.hex", ImageFormat::hex}, Row{"a.ihex", ImageFormat::hex}, Row{"a.s19", ImageFormat::srec},
          Row{"a.srec", ImageFormat::srec}, Row{"a.MOT", ImageFormat::srec}, Row{"a.elf", ImageFormat::elf},
          Row{"a.axf", ImageFormat::elf}}) {
        SCOPED_TRACE(row.name);
        const auto file = folder_ / row.name;
        ASSERT_TRUE(write_image_file(two_segments(), file, IfThere::refuse));
        EXPECT_EQ(read_image_file(file, std::nullopt, 0).value(), two_segments());
        const Bytes content = read_file(file, 1 << 20).value();
        EXPECT_EQ(format_of_content(content), row.format);
        const auto nameless = folder_ / "firmware";
        ASSERT_TRUE(write_file(nameless, content, IfThere::replace));
        EXPECT_EQ(read_image_file(nameless, std::nullopt, 0).value(), two_segments());
    }
}

TEST_F(ImageFile, a_bin_has_its_gaps_filled_and_begins_where_it_is_told) {
    const auto file = folder_ / "a.bin";
    ASSERT_TRUE(write_image_file(two_segments(), file, IfThere::refuse));
    const Bytes content = {0x7E, 1, 2, 3, 0xFF, 0xFF, 0xFF, 0xFF, 8};
    EXPECT_EQ(read_file(file, 100).value(), content);
    EXPECT_EQ(read_image_file(file, std::nullopt, flash_base)->segments()[0], (Segment{flash_base, content}));
    EXPECT_EQ(read_image_file(file, 0x08001000, flash_base)->segments()[0], (Segment{0x08001000, content}));
}

TEST_F(ImageFile, a_bin_that_looks_like_another_format_stays_a_bin_by_its_name) {
    const auto file = folder_ / "a.bin";
    ASSERT_TRUE(write_file(file, bytes_of(":00000001FF\n"), IfThere::refuse));
    EXPECT_EQ(read_image_file(file, std::nullopt, 0)->size_bytes(), 12u);
    EXPECT_EQ(format_of_content(bytes_of(":zz")), ImageFormat::bin);
    EXPECT_EQ(format_of_content(bytes_of("Some text")), ImageFormat::bin);
    EXPECT_EQ(format_of_content({}), ImageFormat::bin);
}

TEST_F(ImageFile, what_is_wrong_is_said_with_the_file) {
    const auto hex = folder_ / "a.hex";
    ASSERT_TRUE(write_file(hex, bytes_of("x\n"), IfThere::refuse));
    EXPECT_EQ(read_image_file(hex, std::nullopt, 0).error().what,
              hex.string() + ": line 1: a record must begin with ':'");
    ASSERT_TRUE(write_file(hex, bytes_of(":00000001FF\n"), IfThere::replace));
    EXPECT_EQ(read_image_file(hex, std::nullopt, 0).error().what, hex.string() + ": no content in it");
    const auto based = read_image_file(hex, 0x08000000, 0);
    EXPECT_EQ(based.error().kind, ErrorKind::usage);
    EXPECT_EQ(based.error().what, hex.string() + ": Intel HEX has addresses of its own; leave the base address out");
    const auto nameless = write_image_file(two_segments(), folder_ / "a", IfThere::refuse);
    EXPECT_EQ(nameless.error().kind, ErrorKind::usage);
    EXPECT_EQ(nameless.error().what,
              (folder_ / "a").string() + ": the name says no format; end it in .bin, .hex, .srec or .elf");
}

TEST_F(ImageFile, a_bin_is_not_filled_across_half_the_address_space) {
    FirmwareImage image = two_segments();
    ASSERT_TRUE(image.add(0x20000000, Bytes{1}));
    const auto written = write_image_file(image, folder_ / "a.bin", IfThere::refuse);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::refused);
    EXPECT_EQ(written.error().what, (folder_ / "a.bin").string() +
                                        ": 0x08000000-0x20000000 with its gaps filled would be 402653185 bytes as bin; "
                                        "write hex, srec or elf instead");
}

}  // namespace
}  // namespace jig::image
