// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/layout.hpp"

#include <gtest/gtest.h>

#include "inspect/testing/flash_text.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t K = 1024;

TEST(VectorTables, a_table_needs_a_stack_in_SRAM_and_a_Thumb_handler_in_flash) {
    struct Row {
        const char* what;
        std::uint32_t sp;
        std::uint32_t reset;
        std::size_t found;
    };
    for (const Row& row :
         {Row{"as compilers write it", 0x2000C000, 0x08000101, 1},
          Row{"stack at the first byte of SRAM", 0x20000000, 0x08000101, 0},
          Row{"stack above 96 KB", 0x20018004, 0x08000101, 0}, Row{"stack not aligned", 0x2000BFFE, 0x08000101, 0},
          Row{"ARM state", 0x2000C000, 0x08000100, 0}, Row{"handler in SRAM", 0x2000C000, 0x20000101, 0},
          Row{"erased", 0xFFFFFFFF, 0xFFFFFFFF, 0}}) {
        TestFlash flash(4 * K);
        flash.words(0x08000000, {row.sp, row.reset});
        EXPECT_EQ(find_vector_tables(flash.view()).size(), row.found) << row.what;
    }
}

TEST(VectorTables, a_bootloader_and_its_application_are_two) {
    TestFlash flash(64 * K);
    flash.words(0x08000000, {0x20005000, 0x080000C1, 0x080000C5, 0x080000C5})
        .half_words(0x080000C0, {0xE7FE, 0, 0xE7FE});
    flash.words(0x08007000, {0x2000C000, 0x08007101, 0, 0x08007105});
    const auto tables = find_vector_tables(flash.view());
    ASSERT_EQ(tables.size(), 2u);
    EXPECT_EQ(tables[0].address, 0x08000000u);
    EXPECT_TRUE(tables[0].runs_here);
    EXPECT_EQ(tables[1].address, 0x08007000u);
    EXPECT_EQ(tables[1].initial_sp, 0x2000C000u);
    EXPECT_FALSE(tables[1].runs_here) << "its handler points at erased flash";
}

TEST(VectorTables, away_from_the_start_fault_handlers_are_asked_for) {
    TestFlash flash(64 * K);
    flash.words(0x08007000, {0x2000C000, 0x08007101, 0x12345678, 0x08007105});
    EXPECT_TRUE(find_vector_tables(flash.view()).empty());
}

TEST(VectorTables, nothing_is_found_in_what_is_no_firmware) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{1024} * K}) {
        EXPECT_TRUE(find_vector_tables(TestFlash(size).view()).empty());
        EXPECT_TRUE(find_vector_tables(TestFlash(size).random(0x08000000, size, 7).view()).empty());
        const Bytes zeros(size, 0);
        EXPECT_TRUE(find_vector_tables({0x08000000, zeros}).empty());
    }
}

TEST(UsedRuns, gaps_shorter_than_asked_for_do_not_part_a_run) {
    TestFlash flash(1 * K);
    flash.words(0x08000010, {1}).words(0x08000024, {1}).words(0x08000100, {1});
    const auto runs = used_runs(flash.view(), 32);
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_EQ(runs[0], (AddressRange{0x08000010, 0x18}));
    EXPECT_EQ(runs[1], (AddressRange{0x08000100, 4}));
}

TEST(Islands, an_island_reaches_to_the_erased_bytes_around_it) {
    TestFlash flash(1 * K);
    flash.put(0x08000100, Bytes{1, 2, 3, 0xFF, 5, 6, 7, 8, 9, 10, 11, 12});
    const AddressRange record{0x08000100, 12};
    EXPECT_EQ(island_around(flash.view(), {0x08000104, 2}, 4, 64), record);
    EXPECT_EQ(island_around(flash.view(), {0x08000100, 12}, 4, 64), record);
    EXPECT_EQ(island_around(flash.view(), {0x08000104, 1}, 4, 3), (AddressRange{0x08000101, 7})) << "at most 3 away";
    EXPECT_EQ(island_around(flash.view(), {0x09000000, 4}, 4, 64), (AddressRange{0x09000000, 4})) << "not in the flash";
}

TEST(Strings, text_is_ended_by_a_zero_or_by_erased_flash) {
    TestFlash flash(1 * K);
    const std::string hello = "hello, world";
    flash.put(0x08000010, Bytes(hello.begin(), hello.end())).put(0x0800001C, Bytes{0});
    flash.put(0x08000040, Bytes(hello.begin(), hello.end()));
    flash.put(0x08000080, Bytes(hello.begin(), hello.end())).put(0x0800008C, Bytes{0x80});
    const auto strings = find_strings(flash.view(), 6);
    ASSERT_EQ(strings.size(), 2u);
    EXPECT_EQ(strings[0].text, hello);
    EXPECT_EQ(strings[0].range, (AddressRange{0x08000010, 12}));
    EXPECT_EQ(strings[1].range.start, 0x08000040u);
}

TEST(EepromPages, the_last_record_of_a_variable_is_its_value) {
    TestFlash flash(8 * K);
    flash.words(0x08001000, {0xFFFF0000, 0x00010064, 0x00020005, 0x00010065});
    flash.words(0x08001800, {0xFFFFEEEE, 0x00020007});
    const auto pages = find_eeprom_pages(flash.view(), 2 * K);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_EQ(pages[0].range, (AddressRange{0x08001000, 2 * K}));
    EXPECT_EQ(pages[0].status, EepromStatus::valid);
    EXPECT_EQ(pages[0].records, 3u);
    EXPECT_EQ(pages[0].variables, (std::map<std::uint16_t, std::uint16_t>{{1, 0x65}, {2, 5}}));
    EXPECT_EQ(pages[1].status, EepromStatus::receiving);
}

TEST(EepromPages, what_only_begins_like_one_is_none) {
    struct Row {
        const char* what;
        std::initializer_list<std::uint32_t> words;
    };
    for (const Row& row : {Row{"no record", {0xFFFF0000}}, Row{"variable 0xFFFF", {0xFFFF0000, 0xFFFF1234}},
                           Row{"something after erased words", {0xFFFF0000, 0x00010001, 0xFFFFFFFF, 0x00010001}},
                           Row{"another status", {0xFFFF1111, 0x00010001}}, Row{"zeros", {0, 0x00010001}}}) {
        EXPECT_TRUE(find_eeprom_pages(TestFlash(2 * K).words(0x08000000, row.words).view(), 2 * K).empty()) << row.what;
    }
}

// Functions at known places, and pointers to them as if the image lay at `linked`.
TestFlash firmware_linked_for(std::uint32_t linked, std::uint32_t lies_at) {
    TestFlash flash(64 * K);
    flash.random(lies_at, 8 * K, 99);
    flash.words(lies_at, {0x2000C000, linked + 0x201, 0, linked + 0x201});
    Random random(5);
    std::uint32_t offset = 0x200;
    for (unsigned i = 0; i < 40; ++i) {
        flash.half_words(lies_at + offset, {0xB510});
        flash.words(lies_at + 0x40 + 4 * i, {linked + offset + 1});
        offset += 2 * (1 + random.below(60));
    }
    return flash;
}

TEST(LinkBases, pointers_say_which_address_an_image_was_linked_for) {
    struct Row {
        std::uint32_t linked;
        std::uint32_t lies_at;
        bool displaced;
    };
    for (const Row& row :
         {Row{0x08000000, 0x08000000, false}, Row{0x08007000, 0x08007000, false}, Row{0x08007000, 0x08000000, true},
          Row{0x08002000, 0x08000000, true}, Row{0x08000000, 0x08002000, true}}) {
        const TestFlash flash = firmware_linked_for(row.linked, row.lies_at);
        const Layout layout = flash_layout(flash.view(), 2 * K);
        ASSERT_EQ(layout.firmware.size(), 1u);
        const FirmwarePart& part = layout.firmware[0];
        ASSERT_TRUE(part.link.has_value()) << hex_address(row.linked);
        EXPECT_EQ(part.range.start, row.lies_at);
        EXPECT_EQ(part.link->base, row.linked);
        EXPECT_EQ(part.displaced(), row.displaced);
        EXPECT_LT(part.link->by_chance, 1e-6);
    }
}

TEST(LinkBases, an_image_without_pointers_has_none) {
    EXPECT_FALSE(find_link_base(TestFlash(64 * K).random(0x08000000, 64 * K, 3).view()).has_value());
    EXPECT_FALSE(find_link_base(TestFlash(64 * K).view()).has_value());
    EXPECT_FALSE(find_link_base({0x08000000, {}}).has_value());
}

TEST(Owners, a_range_is_named_after_what_it_lies_in) {
    TestFlash flash(8 * K);
    const std::string text = "serial 000123";
    flash.words(0x08000000, {0x20005000, 0x080000C1, 0x080000C5, 0x080000C5});
    flash.put(0x08000800, Bytes(text.begin(), text.end()));
    flash.words(0x08001000, {0xFFFF0000, 0x00010064});
    const Layout layout = flash_layout(flash.view(), 2 * K);
    EXPECT_EQ(owner_of(layout, {0x08000004, 4}), "the vector table at 0x08000000");
    EXPECT_EQ(owner_of(layout, {0x0800080C, 1}), "the text at 0x08000800");
    EXPECT_EQ(owner_of(layout, {0x08000800, 13}), "") << "the text itself";
    EXPECT_EQ(owner_of(layout, {0x08001004, 2}), "the EEPROM-emulation page 0x08001000-0x080017ff");
    EXPECT_EQ(owner_of(layout, {0x08001C00, 2}), "");
}

TEST(FlashDumps, segments_outside_of_the_flash_are_named_and_left_out) {
    image::FirmwareImage image;
    ASSERT_TRUE(image.add(0x20000000, Bytes{1, 2}));
    ASSERT_TRUE(image.add(0x08000004, Bytes{3, 4}));
    ASSERT_TRUE(image.add(0x07FFFFFE, Bytes{5, 6, 7}));
    const FlashDump dump = flash_dump(image);
    EXPECT_EQ(dump.bytes, (Bytes{7, 0xFF, 0xFF, 0xFF, 3, 4}));
    EXPECT_EQ(dump.read, (std::vector<AddressRange>{{0x08000000, 1}, {0x08000004, 2}}));
    EXPECT_EQ(dump.outside, (std::vector<AddressRange>{{0x07FFFFFE, 3}, {0x20000000, 2}}));
    EXPECT_TRUE(dump.covers({0x08000004, 2}));
    EXPECT_FALSE(dump.covers({0x08000001, 2}));
}

}  // namespace
}  // namespace jig::inspect
