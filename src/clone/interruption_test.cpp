// SPDX-License-Identifier: Apache-2.0
// The job interrupted by power cuts, on a chip on a desk: what must still be there, and what the next run does.
#include <gtest/gtest.h>

#include "clone/in_flight.hpp"
#include "clone/restore.hpp"
#include "clone/testing/job_on_desk.hpp"

namespace jig::clone {
namespace {

using clone::testing::DeskBoard;
using clone::testing::flash_bytes;
using clone::testing::JobOnDesk;
using clone::testing::record_of;
using clone::testing::record_range;
using clone::testing::TemporaryFolder;

class Interruption : public JobOnDesk {};

// Runs until it passes, taking the power off after each failure as the texts ask for; the number of runs.
int run_until_pass(JobOnDesk& job, DeskBoard& board) {
    for (int runs = 1; runs <= 4; ++runs) {
        board.power_cycle();
        if (job.run(board)) return runs;
    }
    ADD_FAILURE() << "no run passed";
    return 0;
}

// The same board after an accident, without the fault that caused it.
void carry_over(const DeskBoard& from, DeskBoard& to) {
    to.hold(from.desk.memory.flash);
    std::ranges::copy(from.desk.memory.option_bytes, to.desk.memory.option_bytes.begin());
}

TEST_F(Interruption, survives_power_cuts_between_option_bytes) {
    golden.option_bytes->at(4) = 0x12;
    golden.option_bytes->at(5) = 0xED;
    order.policy.keep = {record_range};
    for (int cut = 0; cut <= 9; ++cut) {
        SCOPED_TRACE(::testing::Message() << "cut at option operation " << cut);
        TemporaryFolder fresh;
        order.backup.folder = fresh.backups();
        DeskBoard cut_board(1, {.seed = 5, .power_cut_at_option = cut});
        cut_board.hold(old_firmware);
        cut_board.power_on();
        const bool passed = run(cut_board).has_value();
        DeskBoard board(1);
        carry_over(cut_board, board);
        if (!passed) (void)run_until_pass(*this, board);
        EXPECT_TRUE(std::ranges::equal(board.desk.memory.option_bytes, *golden.option_bytes));
        EXPECT_EQ(record_of(board.desk.memory.flash), record_of(old_firmware));
        EXPECT_TRUE(
            std::equal(new_firmware.begin() + 0x8000, new_firmware.end(), board.desk.memory.flash.begin() + 0x8000));
    }
}

TEST_F(Interruption, brings_the_record_back_after_a_power_cut) {
    order.policy.keep = {record_range};
    for (const std::int64_t cut : {0, 1, 5000, 14000, 14340, 20000}) {
        SCOPED_TRACE(::testing::Message() << "cut at half-word " << cut);
        TemporaryFolder fresh;
        order.backup.folder = fresh.backups();
        DeskBoard cut_board(1, {.seed = 7, .power_cut_at = cut});
        cut_board.hold(old_firmware);
        cut_board.power_on();
        ASSERT_FALSE(run(cut_board));
        EXPECT_EQ(report.outcome, Outcome::error);
        const auto backup = image::read_archive(*report.backup);
        ASSERT_TRUE(backup) << backup.error().what;
        EXPECT_TRUE(backup->flash.read({0x08000000, flash_bytes}) == old_firmware);
        EXPECT_TRUE(backup->has_mark(clone_in_flight));
        DeskBoard board(1);
        carry_over(cut_board, board);
        EXPECT_EQ(run_until_pass(*this, board), 1);
        EXPECT_EQ(record_of(board.desk.memory.flash), record_of(old_firmware));
        EXPECT_FALSE(find_unfinished(fresh.backups(), testing::rc_config(1).uid).value());
    }
}

// Lifting protection erases the flash, so what can be refused is refused before.
TEST_F(Interruption, what_cannot_be_cloned_is_refused_before_protection_is_lifted) {
    golden.option_bytes->at(4) = 0x12;
    golden.option_bytes->at(5) = 0xED;
    DeskBoard cut_board(1, {.seed = 5, .power_cut_at_option = 1});
    cut_board.hold(old_firmware);
    cut_board.power_on();
    ASSERT_FALSE(run(cut_board));
    DeskBoard board(1);
    carry_over(cut_board, board);
    board.power_on();
    ASSERT_TRUE(identify(board.connected)->read_protected);
    order.policy.keep = {{0x0803FFFF, 2}};
    const Result<void> done = run(board);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what,
              "keep range 0x0803ffff-0x08040000 is not inside the flash 0x08000000-0x0803ffff; nothing was written");
    EXPECT_TRUE(board.desk.memory.flash == new_firmware);
}

TEST_F(Interruption, marks_a_backup_of_a_half_written_board) {
    DeskBoard cut_board(1, {.seed = 7, .power_cut_at = 5000});
    cut_board.hold(old_firmware);
    cut_board.power_on();
    ASSERT_FALSE(run(cut_board));
    const std::filesystem::path original = *report.backup;
    DeskBoard board(1);
    carry_over(cut_board, board);
    board.power_on();
    // A computer without a clock of its own may have gone back in time.
    order.backup.utc -= std::chrono::days(400);
    ASSERT_TRUE(run(board));
    const auto second = image::read_archive(*report.backup);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->marks, (std::vector<std::string>{"half-written"}));
    EXPECT_TRUE(image::read_archive(original)->marks.empty());
    EXPECT_EQ(report.notes.front(),
              "an earlier run on this board was interrupted; what was on the board before it is in " +
                  original.string() + ", and kept bytes come from there");
    report = {};
    ASSERT_TRUE(restore_board(*second, board.connected, order, progress, report));
    EXPECT_EQ(
        report.notes.front(),
        "this backup was taken of a board that an interrupted run had left half-written; an older one of the same chip "
        "holds what was there before");
}

}  // namespace
}  // namespace jig::clone
