// SPDX-License-Identifier: Apache-2.0
// A clone by CRC of a board whose content an earlier backup holds: what is believed, and what is read after all.
#include "clone/known_backup.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "clone/in_flight.hpp"
#include "clone/testing/job_on_desk.hpp"

namespace jig::clone {
namespace {

using clone::testing::DeskBoard;
using clone::testing::JobOnDesk;
using clone::testing::record_of;
using clone::testing::record_range;

struct KnownContent : JobOnDesk {
    KnownContent() {
        board.hold(old_firmware);
        board.power_on();
        EXPECT_TRUE(run(board));
        first = *report.backup;
        board.hold(old_firmware);
        board.power_cycle();
        order.verify = VerifyMode::crc;
        order.backup.utc += std::chrono::seconds(100);
    }

    DeskBoard board{1};
    std::filesystem::path first;
};

TEST_F(KnownContent, is_not_read_again_and_its_backup_is_named) {
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(report.backup, first);
    EXPECT_EQ(backups(), 1U);
    EXPECT_LT(report.seconds.backup, 0.2);
    EXPECT_TRUE(board.desk.memory.flash == new_firmware);
    EXPECT_TRUE(image::read_archive(first)->marks.empty());
    EXPECT_EQ(report.notes, (std::vector<std::string>{"the chip's CRC unit says of every page that it holds what " +
                                                      first.string() + " does: that is the backup, nothing was read"}));
}

TEST_F(KnownContent, is_read_all_the_same_when_reading_is_what_verifies) {
    order.verify = VerifyMode::read;
    ASSERT_TRUE(run(board));
    EXPECT_NE(report.backup, first);
    EXPECT_EQ(backups(), 2U);
}

TEST_F(KnownContent, keeps_what_belongs_to_the_target) {
    order.policy.keep = {record_range};
    ASSERT_TRUE(run(board));
    EXPECT_EQ(report.backup, first);
    EXPECT_EQ(record_of(board.desk.memory.flash), record_of(old_firmware));
}

TEST_F(KnownContent, is_not_known_when_anything_differs_from_the_backup) {
    struct Row {
        const char* what;
        std::function<void(KnownContent&)> change;
    };
    const auto mark = [](KnownContent& job) { ASSERT_TRUE(image::set_archive_mark(job.first, half_written, true)); };
    for (const Row& row : {
             Row{"the last byte of the flash", [](KnownContent& job) { job.board.desk.memory.flash.back() = 0xFE; }},
             Row{"an option byte",
                 [](KnownContent& job) {
                     job.board.desk.memory.option_bytes[4] = 0x34;
                     job.board.desk.memory.option_bytes[5] = 0xCB;
                 }},
             Row{"the backup's mark", mark},
             Row{"the chip's CRC unit", [](KnownContent& job) { job.board.target.chip_memory().spoil_checksums(); }},
         }) {
        SCOPED_TRACE(row.what);
        board.hold(old_firmware);
        row.change(*this);
        board.power_cycle();
        order.backup.utc += std::chrono::seconds(100);
        const std::size_t before = backups();
        const Result<void> done = run(board);
        ASSERT_TRUE(done) << done.error().what;
        EXPECT_NE(report.backup, first);
        EXPECT_EQ(backups(), before + 1);
        EXPECT_TRUE(board.desk.memory.flash == new_firmware);
        std::filesystem::remove(*report.backup);
        ASSERT_TRUE(image::set_archive_mark(first, half_written, false));
        board.desk.memory.option_bytes[4] = 0xFF;
        board.desk.memory.option_bytes[5] = 0x00;
    }
}

TEST_F(KnownContent, bears_the_mark_of_an_interrupted_run_until_a_run_passes) {
    order.policy.keep = {record_range};
    DeskBoard cut(1, {.seed = 5, .power_cut_at = 9000});
    cut.hold(old_firmware);
    cut.power_on();
    ASSERT_FALSE(run(cut));
    EXPECT_EQ(report.backup, first);
    EXPECT_TRUE(image::read_archive(first)->has_mark(clone_in_flight));
    board.hold(cut.desk.memory.flash);
    board.power_cycle();
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(record_of(board.desk.memory.flash), record_of(old_firmware));
    EXPECT_TRUE(image::read_archive(first)->marks.empty());
}

TEST_F(KnownContent, lets_the_firmware_run_again_when_the_plan_is_refused) {
    order.policy.keep = {{0x08080000, 4}};
    const Result<void> done = run(board);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::refused);
    EXPECT_EQ(board.target.core().state().value(), dap::CoreState::running);
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
    EXPECT_TRUE(image::read_archive(first)->marks.empty());
}

}  // namespace
}  // namespace jig::clone
