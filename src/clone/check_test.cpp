// SPDX-License-Identifier: Apache-2.0
#include "clone/check.hpp"

#include <gtest/gtest.h>

namespace jig::clone {
namespace {

Identity identity_of(const char* part) {
    const chip::Part* row = chip::find_part(part).value();
    Identity identity;
    identity.density = &row->facts();
    identity.flash_size_kb = static_cast<std::uint16_t>(row->flash_kb);
    identity.candidates = chip::parts_matching(row->facts().dev_id, *identity.flash_size_kb);
    identity.silicon.key = "st";
    return identity;
}

image::BoardArchive archive_of(const char* part, std::size_t bytes = 16) {
    image::BoardArchive archive;
    archive.part = part;
    EXPECT_TRUE(archive.flash.add(chip::flash_base, Bytes(bytes, 0x42)));
    return archive;
}

struct Row {
    const char* name;
    const char* source;
    const char* target;
    const char* refusal;  // empty: compatible
};

class Compatibility : public testing::TestWithParam<Row> {};

TEST_P(Compatibility, is_decided_by_part_density_and_size) {
    const auto checked = check_compatible(archive_of(GetParam().source), identity_of(GetParam().target));
    EXPECT_EQ(checked ? "" : checked.error().what, GetParam().refusal);
}

INSTANTIATE_TEST_SUITE_P(
    Clone, Compatibility,
    testing::Values(Row{"same_part", "STM32F103RC", "STM32F103RC", ""},
                    Row{"order_code", "stm32f103rct6", "STM32F103RC", ""},
                    Row{"other_package_cannot_be_told", "STM32F103VC", "STM32F103RC", ""},
                    Row{"other_density", "STM32F103RB", "STM32F103RC",
                        "the archive is of an STM32F103RB (medium density, 128 KB of flash), but the chip is an "
                        "STM32F103RC, STM32F103VC or "
                        "STM32F103ZC (high density, 256 KB); choose a board with the same part, nothing was written"},
                    Row{"other_flash_size", "STM32F103RC", "STM32F103RE",
                        "the archive is of an STM32F103RC (high density, 256 KB of flash), but the chip is an "
                        "STM32F103RE, STM32F103VE or "
                        "STM32F103ZE (high density, 512 KB); choose a board with the same part, nothing was written"},
                    Row{"unknown_part", "STM32F407VG", "STM32F103RC",
                        "the archive is of 'STM32F407VG', but the chip is an STM32F103RC, STM32F103VC or STM32F103ZC; "
                        "nothing was written"}),
    [](const testing::TestParamInfo<Row>& row) { return std::string(row.param.name); });

TEST(CompatibilityNotes, notes_another_makers_silicon) {
    image::BoardArchive archive = archive_of("STM32F103RC");
    archive.identity.silicon = "gd32";
    const auto checked = check_compatible(archive, identity_of("STM32F103RC"));
    ASSERT_TRUE(checked);
    EXPECT_EQ(*checked,
              (std::vector<std::string>{"the archive was read from gd32 silicon, this chip is st: a compatible chip "
                                        "may behave differently"}));
}

TEST(CompatibilityNotes, refuses_an_archive_without_flash) {
    image::BoardArchive archive;
    archive.part = "STM32F103RC";
    const auto checked = check_compatible(archive, identity_of("STM32F103RC"));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().what,
              "the archive holds no flash content; capture the golden board again, nothing was written");
}

TEST(CompatibilityNotes, notes_pages_that_the_archive_says_nothing_about) {
    image::BoardArchive archive;
    archive.part = "STM32F103RC";
    ASSERT_TRUE(archive.flash.add(0x08004000, Bytes(0x100, 1)));
    ASSERT_TRUE(archive.flash.add(0x08004104, Bytes(0x100, 2)));  // an alignment gap is not worth a note
    EXPECT_EQ(check_compatible(archive, identity_of("STM32F103RC")).value(),
              (std::vector<std::string>{"the archive says nothing about 0x08000000-0x08003fff, so it is wanted erased; "
                                        "--keep 0x08000000-0x08003fff leaves the target its own there"}));
}

TEST(WantedFlash, drops_the_blank_tail_beyond_its_own_chips_size) {
    image::BoardArchive archive = archive_of("STM32F103RC", 0x100);
    archive.identity.f_size_kb = 256;
    ASSERT_TRUE(archive.flash.add(0x08000100, Bytes(0x50000, 0xFF)));
    EXPECT_EQ(wanted_flash(archive).value().size(), 0x40000U);
}

TEST(WantedFlash, keeps_what_a_bare_file_holds) {
    image::BoardArchive archive = archive_of("STM32F103RC", 0x100);
    ASSERT_TRUE(archive.flash.add(0x08000100, Bytes(0x50000, 0xFF)));
    EXPECT_EQ(wanted_flash(archive).value().size(), 0x50100U);
}

TEST(CompatibilityNotes, flash_that_read_differently_twice_is_no_source) {
    image::BoardArchive archive = archive_of("STM32F103RC");
    archive.marks.emplace_back(image::unstable_read);
    EXPECT_EQ(
        check_compatible(archive, identity_of("STM32F103RC")).error().what,
        "the archive was captured from flash that read differently the second time, so nobody knows which reading is "
        "right; capture the golden board again, nothing was written");
}

TEST(WantedFlash, refuses_bytes_outside_the_flash) {
    image::BoardArchive archive;
    ASSERT_TRUE(archive.flash.add(0x20000000, Bytes(4, 0)));
    const auto bytes = wanted_flash(archive);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(
        bytes.error().what,
        "the archive holds 0x20000000-0x20000003, which is not inside the flash at 0x08000000; nothing was written");
}

}  // namespace
}  // namespace jig::clone
