// SPDX-License-Identifier: Apache-2.0
#include "bench/state/state_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "bench/testing/temporary_folder.hpp"

namespace jig::bench {
namespace {

board::BoardDescription described(const std::filesystem::path& folder) {
    board::BoardDescription board;
    board.name = "golden";
    board.part = "STM32F103RC";
    board.chip.flash_bytes = 4096;
    board.chip.backup_registers = 10;
    board.flash = folder / "golden.bin";
    board.option_bytes = {0xA5, 0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00,
                          0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00};
    board.backup = {{2, 0x5A3C}};
    std::ofstream(*board.flash, std::ios::binary) << "firmware";
    return board;
}

TEST(StateFolder, is_made_from_the_description_once_and_kept_from_then_on) {
    const TemporaryFolder temporary;
    board::BoardDescription board = described(temporary.path());
    board.base = 0x08000010;
    {
        auto state = StateFolder::open(temporary.path() / "state", board);
        ASSERT_TRUE(state) << state.error().what;
        const machine::ChipStorage storage = state->storage();
        EXPECT_EQ(storage.flash.size(), 4096u);
        EXPECT_EQ(storage.flash[0x0F], 0xFF);
        EXPECT_EQ(storage.flash[0x10], 'f');
        EXPECT_EQ(storage.option_bytes[0], 0xA5);
        EXPECT_EQ(storage.backup.size(), machine::BackupDomain::size_bytes(10));
        EXPECT_EQ(storage.backup[2], 0x3C);
        storage.flash[0x10] = 'F';
    }
    auto again = StateFolder::open(temporary.path() / "state", board);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->storage().flash[0x10], 'F');
}

TEST(StateFolder, a_second_process_is_told_who_holds_the_board) {
    const TemporaryFolder temporary;
    const board::BoardDescription board = described(temporary.path());
    const auto first = StateFolder::open(temporary.path() / "state", board);
    ASSERT_TRUE(first);
    const auto second = StateFolder::open(temporary.path() / "state", board);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::internal);
    EXPECT_EQ(second.error().what, "board 'golden' is in use by another process, which holds " +
                                       (temporary.path() / "state/golden.lock").string() +
                                       "; stop that process, or reach the board through it");
}

TEST(StateFolder, what_a_killed_process_wrote_is_there_for_the_next) {
    const TemporaryFolder temporary;
    const board::BoardDescription board = described(temporary.path());
    const pid_t child = ::fork();
    if (child == 0) {
        auto state = StateFolder::open(temporary.path() / "state", board);
        if (!state) ::_exit(1);
        state->storage().flash[100] = 0x42;
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto state = StateFolder::open(temporary.path() / "state", board);
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_EQ(state->storage().flash[100], 0x42);
}

TEST(StateFolder, a_folder_that_a_kill_left_half_made_is_made_anew) {
    const TemporaryFolder temporary;
    const board::BoardDescription board = described(temporary.path());
    std::filesystem::create_directories(temporary.path() / "state/golden.new");
    std::ofstream(temporary.path() / "state/golden.new/flash.bin") << "half";
    std::ofstream(temporary.path() / "state/golden.new/leftover") << "half";
    const auto state = StateFolder::open(temporary.path() / "state", board);
    ASSERT_TRUE(state) << state.error().what;
    EXPECT_EQ(state->storage().flash[0], 'f');
    EXPECT_FALSE(std::filesystem::exists(temporary.path() / "state/golden.new"));
    EXPECT_FALSE(std::filesystem::exists(state->path() / "leftover"));
}

TEST(StateFolder, contents_that_do_not_fit_are_refused_with_what_to_do) {
    const TemporaryFolder temporary;
    board::BoardDescription board = described(temporary.path());
    board.base = 0x08000FFC;
    const auto beyond = StateFolder::open(temporary.path() / "state", board);
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().kind, ErrorKind::bad_file);
    EXPECT_EQ(beyond.error().what,
              board.flash->string() +
                  " does not fit: from 0x08000ffc on, STM32F103RC has 4 bytes of flash; cut the file, or name another "
                  "'part' or 'base'");

    board.base = 0x08000000;
    ASSERT_TRUE(StateFolder::open(temporary.path() / "state", board));
    board.chip.flash_bytes = 8192;
    const auto other_part = StateFolder::open(temporary.path() / "state", board);
    ASSERT_FALSE(other_part);
    EXPECT_EQ(other_part.error().what,
              (temporary.path() / "state/golden/flash.bin").string() +
                  " has 4096 bytes and the board's part needs 8192: the part in the bench file has changed since the "
                  "state was made; remove the folder " +
                  (temporary.path() / "state/golden").string() + " to begin anew");

    board.name = "other";
    for (const std::filesystem::path& unreadable : {temporary.path() / "missing.bin", temporary.path()}) {
        board.flash = unreadable;
        const auto refused = StateFolder::open(temporary.path() / "state", board);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().what,
                  "cannot read the board's flash from " + unreadable.string() + "; set 'flash' to a binary file");
    }
}

}  // namespace
}  // namespace jig::bench
