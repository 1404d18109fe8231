// SPDX-License-Identifier: Apache-2.0
#include "clone/capture.hpp"

#include <gtest/gtest.h>

#include "clone/testing/desk_board.hpp"

namespace jig::clone {
namespace {

using clone::testing::DeskBoard;
using clone::testing::firmware;

// Registers that a capture touches and must leave as they were.
constexpr std::uint32_t touched[] = {0x40021000, 0x40021018, 0x4002101C, 0x40021020, 0x40007000, 0x40021014};

class NotesOnly final : public Progress {
 public:
    void begin(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    void end() override {}
    void note(std::string_view sentence) override { notes.emplace_back(sentence); }
    std::vector<std::string> notes;
};

TEST(Capture, takes_everything_and_leaves_the_board_running) {
    DeskBoard board(1);
    const Bytes content = firmware(256 * 1024, 3);
    board.hold(content);
    board.desk.memory.backup[2] = 0x99;
    board.power_on();
    std::vector<std::uint32_t> before;
    for (const std::uint32_t address : touched) before.push_back(board.desk.read(address).value);
    NotesOnly progress;
    const Result<image::BoardArchive> archive = capture(board.connected, progress);
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_TRUE(archive->flash.read({0x08000000, 256 * 1024}) == content);
    EXPECT_EQ(archive->part, "STM32F103RC");
    EXPECT_EQ(archive->how_read.probe, "desk at chip:");
    EXPECT_EQ(archive->identity.uid, testing::rc_config(1).uid);
    EXPECT_EQ(archive->identity.f_size_kb, 256);
    EXPECT_EQ(archive->backup_registers->at(2), 0x99);
    EXPECT_EQ(archive->crystals, (std::map<std::string, bool>{{"hse", true}, {"lse", true}}));
    EXPECT_EQ(archive->pins.size(), 7U * 16);
    EXPECT_TRUE(archive->system_memory);
    EXPECT_TRUE(archive->not_read.empty());
    EXPECT_TRUE(progress.notes.empty());
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(board.desk.read(touched[i]).value, before[i]) << hex_address(touched[i]);
    }
    EXPECT_EQ(board.target.core().state().value(), dap::CoreState::running);
    EXPECT_EQ(board.desk.chip.resets(), 0U);
}

TEST(Capture, hashes_the_same_bootloader_on_two_boards) {
    std::vector<image::Sha256> digests;
    for (const std::uint8_t serial : {std::uint8_t{1}, std::uint8_t{2}}) {
        DeskBoard board(serial);
        board.power_on();
        NotesOnly progress;
        const Result<image::BoardArchive> archive = capture(board.connected, progress);
        ASSERT_TRUE(archive) << archive.error().what;
        digests.push_back(archive->system_memory->sha256);
    }
    EXPECT_EQ(digests[0], digests[1]);
}

TEST(Capture, refuses_a_protected_chip) {
    DeskBoard board(1);
    board.desk.memory.option_bytes[0] = 0x00;
    board.desk.memory.option_bytes[1] = 0xFF;
    board.power_on();
    NotesOnly progress;
    const Result<image::BoardArchive> archive = capture(board.connected, progress);
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().kind, ErrorKind::protection);
}

TEST(Capture, says_that_flash_is_unstable) {
    DeskBoard board(1, {.seed = 11, .weak_bits = 40});
    board.hold(firmware(256 * 1024, 3));
    board.power_on();
    NotesOnly progress;
    const Result<image::BoardArchive> archive = capture(board.connected, progress);
    ASSERT_TRUE(archive);
    ASSERT_EQ(progress.notes.size(), 1U);
    EXPECT_NE(progress.notes[0].find("words read differently the second time"), std::string::npos);
    EXPECT_TRUE(archive->has_mark(image::unstable_read));
    ASSERT_EQ(archive->not_read.size(), 1U);
    EXPECT_EQ(archive->not_read[0].why, progress.notes[0]);
}

TEST(Capture, takes_flash_that_the_chip_does_not_admit) {
    machine::ChipConfig config = testing::rc_config(1);
    config.flash_bytes = 512 * 1024;
    DeskBoard board(1, {}, &config);
    const Bytes content = firmware(512 * 1024, 4);
    board.hold(content);
    board.power_on();
    NotesOnly progress;
    const Result<image::BoardArchive> archive = capture(board.connected, progress);
    ASSERT_TRUE(archive) << archive.error().what;
    EXPECT_TRUE(archive->flash.read({0x08000000, 512 * 1024}) == content);
    EXPECT_EQ(progress.notes,
              (std::vector<std::string>{
                  "512 KB of flash answer although F_SIZE says 256 KB; all of them are in the archive"}));
}

}  // namespace
}  // namespace jig::clone
