// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/image_work.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/bytes.hpp"
#include "image/image_file.hpp"

namespace jig::app {
namespace {

constexpr std::string_view bench_text = R"([[board]]
name = "golden"
part = "STM32F103C8"
uid = "34ffda054e50383119651843"
option_bytes = "a55afe01ff00ff00ff00ff00ff00ff00"
backup = { DR3 = 7 }
pins = { PC13 = "high" }
silicon = "gd32"
crystal = { lse = 0 }
)";

class ImageWork : public testing::Test {
 protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_);
        ASSERT_TRUE(image::write_file(folder_ / "a.bin", Bytes{1, 2, 3, 4}, image::IfThere::refuse));
        std::ofstream(folder_ / "bench.toml") << bench_text;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string file(const std::string& name) const { return (folder_ / name).string(); }

    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / fmt::format("jig_work_{}", getpid());
};

TEST_F(ImageWork, a_bare_file_and_a_part_make_an_archive) {
    const auto archive = pack_image({.part = "stm32f103rct6", .flash = file("a.bin")});
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_EQ(archive->part, "STM32F103RC");
    EXPECT_EQ(archive->flash.ranges(), (std::vector<AddressRange>{{0x08000000, 4}}));
    EXPECT_EQ(archive->option_bytes, std::nullopt);
    EXPECT_EQ(archive->identity.uid, std::nullopt);
    EXPECT_EQ(archive->how_read.probe, "jig image pack");
}

TEST_F(ImageWork, words_say_where_it_begins_whose_it_is_and_how_it_is_set) {
    const auto archive = pack_image({.part = "STM32F103RC",
                                     .flash = file("a.bin"),
                                     .base = "0x08007000",
                                     .uid = "000102030405060708090a0b",
                                     .option_bytes = "00ffff00ff00ff00ff00ff00ff00ff00"});
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_EQ(archive->flash.ranges(), (std::vector<AddressRange>{{0x08007000, 4}}));
    EXPECT_EQ(to_hex(*archive->identity.uid), "000102030405060708090a0b");
    EXPECT_EQ(to_hex(*archive->option_bytes), "00ffff00ff00ff00ff00ff00ff00ff00");
}

TEST_F(ImageWork, a_described_board_gives_all_that_no_word_says) {
    const auto archive = pack_image(
        {.flash = file("a.bin"), .uid = "000102030405060708090a0b", .board = file("bench.toml") + "/golden"});
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_EQ(archive->part, "STM32F103C8");
    EXPECT_EQ(to_hex(*archive->identity.uid), "000102030405060708090a0b") << "a word beats the board";
    EXPECT_EQ(archive->identity.f_size_kb, 64);
    EXPECT_EQ(archive->identity.dbgmcu_idcode, 0x13030410u);
    EXPECT_EQ(archive->identity.silicon, "gd32");
    EXPECT_EQ(to_hex(*archive->option_bytes), "a55afe01ff00ff00ff00ff00ff00ff00");
    EXPECT_EQ(archive->backup_registers->size(), 10u);
    EXPECT_EQ(archive->backup_registers->at(3), 7);
    EXPECT_EQ(archive->pins, (std::map<std::string, std::string>{{"PC13", "high"}}));
    EXPECT_EQ(archive->crystals, (std::map<std::string, bool>{{"hse", true}, {"lse", false}}));
    EXPECT_EQ(image::parse_archive(image::archive_bytes(*archive).value()).value(), *archive);
}

TEST_F(ImageWork, a_described_board_gives_its_own_flash_when_no_word_names_one) {
    std::ofstream(folder_ / "own.toml") << "[[board]]\nname='a'\npart='STM32F103RC'\nflash='a.bin'\nbase=0x08001000\n";
    const auto archive = pack_image({.board = file("own.toml") + "/a"});
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_EQ(archive->flash.ranges(), (std::vector<AddressRange>{{0x08001000, 4}}));
    for (const PackWords& words :
         {PackWords{.part = "STM32F103RC"}, PackWords{.board = file("bench.toml") + "/golden"}}) {
        const auto none = pack_image(words);
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().kind, ErrorKind::usage);
        EXPECT_EQ(none.error().what, "which file is the flash? Write --flash firmware.bin");
    }
}

TEST_F(ImageWork, what_does_not_fit_is_refused_and_said) {
    struct Row {
        PackWords words;
        ErrorKind kind;
        std::string what;
    };
    const std::string bin = file("a.bin");
    const std::string bench = file("bench.toml");
    for (const Row& row : {
             Row{{.flash = bin},
                 ErrorKind::usage,
                 "which part is it? Write --part STM32F103RC, or --board BENCH.toml/BOARD"},
             Row{{.part = "STM32F103RC", .flash = bin, .board = bench + "/golden"},
                 ErrorKind::usage,
                 "--part says STM32F103RC, but the board has STM32F103C8; leave one of them out"},
             Row{{.flash = bin, .board = bench + "/silver"},
                 ErrorKind::usage,
                 bench + " has no board 'silver'; it has: golden"},
             Row{{.part = "STM32F103RC", .flash = bin, .uid = "00"},
                 ErrorKind::usage,
                 "--uid must be 12 bytes as 24 hex digits, not '00'"},
             Row{{.part = "STM32F103RC", .flash = bin, .option_bytes = "a55bff00ff00ff00ff00ff00ff00ff00"},
                 ErrorKind::usage,
                 "--option-bytes a55bff00ff00ff00ff00ff00ff00ff00: each second byte must be the inverse of the one "
                 "before"},
             Row{{.part = "STM32F103RC", .flash = bin, .base = "x"},
                 ErrorKind::usage,
                 "'x' is not a number; write 4096 or 0x1000"},
             Row{{.part = "STM32F103C8", .flash = bin, .base = "0x0800fffe"},
                 ErrorKind::refused,
                 bin + ": 0x0800fffe-0x08010001 is not in the flash of STM32F103C8, which is 0x08000000-0x0800ffff; "
                       "check --part and --base"},
             Row{{.part = "STM32F103RC", .flash = bin, .base = "0"},
                 ErrorKind::refused,
                 bin + ": 0x00000000-0x00000003 is not in the flash of STM32F103RC, which is 0x08000000-0x0803ffff; "
                       "check --part and --base"},
             Row{{.part = "STM32F103RC", .flash = file("none.bin")},
                 ErrorKind::bad_file,
                 file("none.bin") + ": cannot be opened: No such file or directory"},
         }) {
        const auto archive = pack_image(row.words);
        ASSERT_FALSE(archive) << row.what;
        EXPECT_EQ(archive.error().kind, row.kind);
        EXPECT_EQ(archive.error().what, row.what);
    }
}

TEST_F(ImageWork, what_was_packed_comes_out_in_any_format) {
    const auto archive = pack_image({.part = "STM32F103RC", .flash = file("a.bin")});
    ASSERT_TRUE(archive);
    ASSERT_TRUE(image::write_archive(*archive, file("a.jig")));
    for (const char* name : {"b.bin", "b.hex", "b.srec", "b.elf"}) {
        ASSERT_TRUE(extract_image(file("a.jig"), file(name))) << name;
        EXPECT_EQ(image::read_image_file(file(name), std::nullopt, 0x08000000).value(), archive->flash) << name;
    }
    EXPECT_EQ(extract_image(file("a.jig"), file("b.bin")).error().kind, ErrorKind::refused) << "never overwritten";
}

TEST_F(ImageWork, an_archive_without_flash_has_nothing_to_extract) {
    image::BoardArchive empty;
    empty.part = "STM32F103RC";
    ASSERT_TRUE(image::write_archive(empty, file("empty.jig")));
    EXPECT_EQ(extract_image(file("empty.jig"), file("c.bin")).error().what,
              file("empty.jig") + ": no flash in it; nothing to extract");
}

}  // namespace
}  // namespace jig::app
