// SPDX-License-Identifier: Apache-2.0
#include "image/elf_file.hpp"

#include <gtest/gtest.h>

namespace jig::image {
namespace {

// Headers and contents of an executable by GNU ld: 8 bytes of vectors at 0x08000000, 4 bytes of .data that run at
// 0x20000000 and are loaded at 0x08000008, 16 bytes of .bss.
constexpr std::string_view from_ld =
    "7f454c4601010100000000000000000002002800010000000000000834000000cc0000000002000534002000020028000600"
    "05000100000074000000000000080000000808000000080000000400000001000000010000007c0000000000002008000008"
    "04000000140000000600000001000000005000200101000844332211";

Bytes linked() { return from_hex(from_ld).value(); }

TEST(Elf, what_ld_linked_is_loaded_by_physical_address) {
    const auto image = parse_elf(linked());
    ASSERT_TRUE(image) << image.error().what;
    FirmwareImage expected;
    ASSERT_TRUE(expected.add(0x08000000, from_hex("005000200101000844332211").value()));
    EXPECT_EQ(*image, expected);
}

TEST(Elf, what_is_written_is_read_again) {
    FirmwareImage image;
    ASSERT_TRUE(image.add(0x08000000, Bytes{1, 2, 3}));
    ASSERT_TRUE(image.add(0x08007000, Bytes{4}));
    ASSERT_TRUE(image.add(0x1FFFF800, Bytes{5, 6}));
    EXPECT_EQ(parse_elf(elf_bytes(image).value()).value(), image);
    EXPECT_EQ(parse_elf(elf_bytes({}).value()).value(), FirmwareImage{});
}

TEST(Elf, more_segments_than_firmware_has_are_refused) {
    FirmwareImage image;
    for (std::uint32_t i = 0; i < 257; ++i) ASSERT_TRUE(image.add(0x08000000 + 2 * i, Bytes{1}));
    EXPECT_EQ(elf_bytes(image).error().what, "257 segments; an ELF gets at most 256, so write hex or srec instead");
}

TEST(Elf, what_is_no_firmware_is_refused) {
    struct Row {
        std::size_t offset;
        std::uint8_t value;
        const char* what;
    };
    for (const Row& row : {
             Row{4, 2, "not a usable ELF: not 32 bits, little-endian, version 1"},
             Row{5, 2, "not a usable ELF: not 32 bits, little-endian, version 1"},
             Row{16, 1, "not a usable ELF: type 1, not a linked executable"},
             Row{18, 62, "not a usable ELF: for machine 62, not ARM"},
             Row{30, 0x10, "not a usable ELF: its program headers lie outside of the file"},
             Row{42, 31, "not a usable ELF: its program headers have another size"},
             Row{45, 2, "not a usable ELF: 514 program headers"},
             Row{56, 0x80, "not a usable ELF: segment 0 lies outside of the file; it was cut short"},
             Row{59, 0xFF, "not a usable ELF: segment 0 lies outside of the file; it was cut short"},
             Row{96, 0x07,
                 "segment 1: 0x08000007-0x0800000a overlaps 0x08000000-0x08000007; each byte may be given once"},
         }) {
        Bytes file = linked();
        file[row.offset] = row.value;
        const auto image = parse_elf(file);
        ASSERT_FALSE(image) << row.what;
        EXPECT_EQ(image.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(image.error().what, row.what);
    }
}

TEST(Elf, cut_short_at_any_length_it_is_refused) {
    const Bytes file = linked();
    for (std::size_t length = 0; length < file.size(); ++length) {
        EXPECT_FALSE(parse_elf(ByteView(file).first(length))) << length;
    }
}

}  // namespace
}  // namespace jig::image
