// SPDX-License-Identifier: Apache-2.0
// Option bytes set on a chip on a desk, behind a backup that always comes first.
#include "clone/options.hpp"

#include <gtest/gtest.h>

#include "chip/registers.hpp"
#include "clone/in_flight.hpp"
#include "clone/testing/job_on_desk.hpp"

namespace jig::clone {
namespace {

using clone::testing::DeskBoard;
using clone::testing::flash_bytes;
using clone::testing::JobOnDesk;

class SetOptions : public JobOnDesk {
 public:
    SetOptions() {
        wanted[4] = 0x77;
        wanted[5] = 0x88;
    }
    image::BoardArchive only_backup() {
        EXPECT_EQ(backups(), 1U);
        return image::read_archive(std::filesystem::directory_iterator(folder.backups())->path()).value();
    }
    OptionBytes wanted = *golden.option_bytes;
};

// Protection that is stored and not in force: set by a debugger, and no power-on since.
void leave_protection_pending(DeskBoard& board) {
    board.desk.memory.option_bytes[0] = 0x00;
    board.desk.memory.option_bytes[1] = 0xFF;
}

TEST_F(SetOptions, are_written_behind_a_backup) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    const auto said = write_options(board.connected, wanted, order.backup, progress);
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_EQ(
        *said,
        (std::vector<std::string>{"the option bytes are written and read back; the reset after it has loaded them"}));
    EXPECT_TRUE(std::ranges::equal(board.desk.memory.option_bytes, wanted));
    EXPECT_TRUE(only_backup().marks.empty());
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
}

TEST_F(SetOptions, are_backed_up_without_a_reset_while_protection_is_pending) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    leave_protection_pending(board);
    const std::uint64_t resets = board.desk.chip.resets();
    const auto said = write_options(board.connected, wanted, order.backup, progress);
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_TRUE(only_backup().flash.read({chip::flash_base, flash_bytes}) == old_firmware);
    EXPECT_TRUE(std::ranges::equal(board.desk.memory.option_bytes, wanted));
    EXPECT_EQ(board.desk.chip.resets(), resets + 1);  // the one that loads the new option bytes
    board.power_cycle();
    EXPECT_FALSE(identify(board.connected).value().read_protected);
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
}

// The controller programs by the HSI (PM0075 2.3), which firmware that runs from its crystal may have switched off.
TEST_F(SetOptions, are_written_without_a_reset_under_firmware_that_has_switched_the_hsi_off) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    leave_protection_pending(board);
    const std::uint32_t cr = board.desk.read(chip::RCC::CR).value;
    board.desk.write(chip::RCC::CR, cr | chip::RCC::CR_HSEON);
    board.desk.pass(std::chrono::milliseconds(20));
    board.desk.write(chip::RCC::CFGR, 1);  // SW = HSE
    board.desk.write(chip::RCC::CR, (cr | chip::RCC::CR_HSEON) & ~1U);
    ASSERT_EQ(board.desk.read(chip::RCC::CR).value & 3, 0U);
    const auto said = write_options(board.connected, wanted, order.backup, progress);
    ASSERT_TRUE(said) << said.error().what;
    EXPECT_TRUE(std::ranges::equal(board.desk.memory.option_bytes, wanted));
}

TEST_F(SetOptions, are_not_written_when_a_pending_chips_flash_reads_differently_twice) {
    DeskBoard board(1, {.seed = 11, .weak_bits = 40});
    board.hold(old_firmware);
    board.power_on();
    leave_protection_pending(board);
    const auto said = write_options(board.connected, wanted, order.backup, progress);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().kind, ErrorKind::mismatch);
    EXPECT_NE(said.error().what.find("no backup can be trusted and nothing was written"), std::string::npos);
    EXPECT_EQ(board.desk.memory.option_bytes[0], 0x00);
    EXPECT_EQ(backups(), 0U);
}

TEST_F(SetOptions, of_a_half_written_board_leave_the_mark_on_its_first_backup) {
    DeskBoard cut_board(1, {.seed = 7, .power_cut_at = 5000});
    cut_board.hold(old_firmware);
    cut_board.power_on();
    ASSERT_FALSE(run(cut_board));
    const std::filesystem::path original = *report.backup;
    DeskBoard board(1);
    board.hold(cut_board.desk.memory.flash);
    board.power_on();
    ASSERT_TRUE(write_options(board.connected, wanted, order.backup, progress));
    EXPECT_EQ(image::read_archive(original)->marks, (std::vector<std::string>{"clone-in-flight"}));
    EXPECT_EQ(find_unfinished(folder.backups(), testing::rc_config(1).uid).value()->file, original);
    std::vector<std::string> marks;
    for (const auto& entry : std::filesystem::directory_iterator(folder.backups())) {
        if (entry.path() != original) marks = image::read_archive(entry.path())->marks;
    }
    EXPECT_EQ(marks, (std::vector<std::string>{"half-written"}));
}

TEST_F(SetOptions, that_were_interrupted_on_a_half_written_board_are_brought_back_by_the_next_clone) {
    DeskBoard cut_board(1, {.seed = 7, .power_cut_at = 5000});
    cut_board.hold(old_firmware);
    cut_board.power_on();
    ASSERT_FALSE(run(cut_board));
    DeskBoard options_board(1, {.seed = 7, .power_cut_at_option = 1});
    options_board.hold(cut_board.desk.memory.flash);
    options_board.power_on();
    ASSERT_FALSE(write_options(options_board.connected, wanted, order.backup, progress));
    DeskBoard board(1);
    board.hold(options_board.desk.memory.flash);
    std::ranges::copy(options_board.desk.memory.option_bytes, board.desk.memory.option_bytes.begin());
    board.power_on();
    ASSERT_TRUE(identify(board.connected)->read_protected);
    (void)run(board);  // lifts the protection; over SWD a power cycle may be asked for
    board.power_cycle();
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(board.desk.memory.flash == new_firmware);
}

TEST_F(SetOptions, of_a_chip_that_an_interrupted_run_left_protected_name_the_way_back) {
    DeskBoard cut_board(1, {.seed = 7, .power_cut_at_option = 1});
    cut_board.hold(old_firmware);
    cut_board.power_on();
    ASSERT_FALSE(write_options(cut_board.connected, wanted, order.backup, progress));
    const std::string backup = std::filesystem::directory_iterator(folder.backups())->path().string();
    DeskBoard board(1);
    board.hold(cut_board.desk.memory.flash);
    std::ranges::copy(cut_board.desk.memory.option_bytes, board.desk.memory.option_bytes.begin());
    board.power_on();
    const auto said = write_options(board.connected, wanted, order.backup, progress);
    ASSERT_FALSE(said);
    EXPECT_EQ(said.error().kind, ErrorKind::protection);
    EXPECT_EQ(said.error().what,
              "an interrupted run left the chip read-protected; what was on it is safe, and `jig restore " + backup +
                  "` lifts the protection and brings it back, nothing was written");
}

}  // namespace
}  // namespace jig::clone
