// SPDX-License-Identifier: Apache-2.0
// The job on two chips on a desk, without probe and wire.
#include <gtest/gtest.h>

#include <functional>

#include "clone/restore.hpp"
#include "clone/testing/job_on_desk.hpp"
#include "clone/unlock.hpp"
#include "clone/verify.hpp"

namespace jig::clone {
namespace {

using clone::testing::DeskBoard;
using clone::testing::flash_bytes;
using clone::testing::JobOnDesk;
using clone::testing::record_of;
using clone::testing::record_range;

TEST_F(JobOnDesk, makes_the_target_hold_what_the_golden_board_holds) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(report.outcome, Outcome::pass);
    EXPECT_TRUE(report.verified);
    EXPECT_TRUE(board.desk.memory.flash == new_firmware);
    EXPECT_FALSE(report.option_bytes_written);
    ASSERT_TRUE(report.start);
    EXPECT_TRUE(report.start->running) << report.start->what;
    EXPECT_EQ(report.start->what, "the firmware runs, PC = 0x08000100");
}

TEST_F(JobOnDesk, leaves_a_whole_backup_behind_without_marks) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.desk.memory.backup[0] = 0x42;
    board.power_on();
    ASSERT_TRUE(run(board));
    ASSERT_TRUE(report.backup);
    EXPECT_EQ(report.backup->filename(), "34ffda054e50383119651801-20251122T173640Z-1.jig");
    const auto backup = image::read_archive(*report.backup);
    ASSERT_TRUE(backup) << backup.error().what;
    EXPECT_TRUE(backup->flash.read({0x08000000, flash_bytes}) == old_firmware);
    EXPECT_EQ(backup->part, "STM32F103RC");
    EXPECT_EQ(backup->backup_registers->at(1), 0x42);
    EXPECT_EQ(backup->how_read.time_utc, "2025-11-22T17:36:40Z");
    EXPECT_EQ(backup->how_read.speed_khz, 4000u);
    EXPECT_TRUE(backup->marks.empty());
}

TEST_F(JobOnDesk, keeps_the_targets_own_record) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    order.policy.keep = {record_range};
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(record_of(board.desk.memory.flash), record_of(old_firmware));
    EXPECT_EQ(report.kept, (std::vector<AddressRange>{record_range}));
    Bytes expected = new_firmware;
    std::copy_n(old_firmware.begin() + 0x7000, 12, expected.begin() + 0x7000);
    EXPECT_TRUE(report.plan->wanted == expected);
}

TEST_F(JobOnDesk, restores_what_was_there_before) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    ASSERT_TRUE(run(board));
    const auto backup = image::read_archive(*report.backup);
    ASSERT_TRUE(backup);
    report = {};
    const Result<void> restored = restore_board(*backup, board.connected, order, progress, report);
    ASSERT_TRUE(restored) << restored.error().what;
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
    EXPECT_EQ(report.backup->filename(), "34ffda054e50383119651801-20251122T173640Z-2.jig");
}

TEST_F(JobOnDesk, notes_that_a_backup_is_of_another_chip) {
    DeskBoard board(1);
    board.power_on();
    golden.identity.uid = testing::rc_config(2).uid;
    ASSERT_TRUE(restore_board(golden, board.connected, order, progress, report));
    ASSERT_FALSE(report.notes.empty());
    EXPECT_EQ(report.notes.front(),
              "the backup was made of the chip 34ffda054e50383119651802, this is 34ffda054e50383119651801");
}

TEST_F(JobOnDesk, plans_without_writing_anything) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    order.dry_run = true;
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(report.plan->mass_erase);
    EXPECT_EQ(board.target.chip_memory().writes(), 0U);
    EXPECT_FALSE(report.backup);
    EXPECT_EQ(backups(), 0U);
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
}

TEST_F(JobOnDesk, writes_option_bytes_that_differ) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    golden.option_bytes->at(4) = 0x12;
    golden.option_bytes->at(5) = 0xED;
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(report.option_bytes_written);
    EXPECT_TRUE(std::ranges::equal(board.desk.memory.option_bytes, *golden.option_bytes));
}

TEST_F(JobOnDesk, leaves_option_bytes_alone_when_the_archive_has_none) {
    DeskBoard board(1);
    board.desk.memory.option_bytes[4] = 0x34;
    board.desk.memory.option_bytes[5] = 0xCB;
    board.power_on();
    golden.option_bytes.reset();
    ASSERT_TRUE(run(board));
    EXPECT_EQ(board.desk.memory.option_bytes[4], 0x34);
}

TEST_F(JobOnDesk, verifies_by_crc_when_asked_and_says_so) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    order.verify = VerifyMode::crc;
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(report.verified);
    EXPECT_EQ(to_string(report.verified_by), "crc");
    EXPECT_LT(report.seconds.verify, 0.5);
}

TEST_F(JobOnDesk, says_that_it_verified_by_reading_when_the_crc_unit_does_not_agree) {
    for (const VerifyMode mode : {VerifyMode::crc, VerifyMode::both}) {
        DeskBoard board(1);
        board.hold(old_firmware);
        board.power_on();
        board.target.chip_memory().spoil_checksums();
        order.verify = mode;
        const Result<void> done = run(board);
        ASSERT_TRUE(done) << done.error().what;
        EXPECT_EQ(to_string(report.verified_by), "read");
        EXPECT_EQ(report.notes, (std::vector<std::string>{
                                    "the chip's CRC unit does not agree with its flash, which reads back byte for byte "
                                    "as wanted: it was verified by reading alone"}));
    }
}

TEST_F(JobOnDesk, refuses_write_protected_pages_beyond_what_f_size_admits) {
    machine::ChipConfig config = testing::rc_config(1);
    config.flash_bytes = 2 * flash_bytes;
    DeskBoard board(1, {}, &config);
    board.hold(old_firmware);
    board.desk.memory.option_bytes[14] = 0x7F;  // WRP3 bit 7: everything from page 62 on
    board.desk.memory.option_bytes[15] = 0x80;
    board.power_on();
    golden.flash = {};
    ASSERT_TRUE(golden.flash.add(chip::flash_base, old_firmware));
    ASSERT_TRUE(golden.flash.add(chip::flash_base + flash_bytes, Bytes(2, 0x42)));
    const Result<void> done = run(board);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what,
              "the image changes 0x0801f000-0x0807ffff, which the option bytes write-protect (FLASH_WRPR); take that "
              "protection off with `jig options set`, nothing was written");
    EXPECT_EQ(board.target.chip_memory().writes(), 0U);
}

TEST_F(JobOnDesk, says_what_option_bytes_with_broken_complements_become) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    golden.option_bytes->at(1) = 0x00;  // beside RDP = 0xA5: mended when written, so nothing is protected
    golden.option_bytes->at(4) = 0x12;
    ASSERT_TRUE(run(board));
    EXPECT_EQ(report.notes,
              (std::vector<std::string>{"the archive's option bytes have broken complements, which the chip mends when "
                                        "it is written: those bytes differ from the archive"}));
}

TEST_F(JobOnDesk, says_that_an_image_does_not_run) {
    DeskBoard board(1);
    board.power_on();
    golden.flash = {};
    ASSERT_TRUE(golden.flash.add(0x08000000, Bytes(64, 0xFF)));
    const Result<void> done = run(board);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(report.outcome, Outcome::pass);
    EXPECT_FALSE(report.start->running);
    EXPECT_EQ(report.start->what, "the core is locked up: a fault inside a fault handler");
}

struct Refusal {
    const char* name;
    std::function<void(image::BoardArchive&, CloneOrder&, DeskBoard&)> set_up;
    ErrorKind kind;
    const char* what;
};

class Refusals : public JobOnDesk, public ::testing::WithParamInterface<Refusal> {};

TEST_P(Refusals, come_before_anything_is_written) {
    DeskBoard board(1);
    board.hold(old_firmware);
    GetParam().set_up(golden, order, board);
    board.power_on();
    const Result<void> done = run(board);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, GetParam().kind);
    EXPECT_EQ(done.error().what, GetParam().what);
    EXPECT_EQ(report.outcome, Outcome::fail);
    EXPECT_EQ(board.target.chip_memory().writes(), 0U);
    EXPECT_EQ(backups(), 0U);
}

void protect(DeskBoard& board) {
    board.desk.memory.option_bytes[0] = 0x00;
    board.desk.memory.option_bytes[1] = 0xFF;
}

INSTANTIATE_TEST_SUITE_P(
    Clone, Refusals,
    ::testing::Values(
        Refusal{"policy",
                [](image::BoardArchive&, CloneOrder& order, DeskBoard&) { order.policy.refusals = {"not today"}; },
                ErrorKind::refused, "not today"},
        Refusal{"wrong_part", [](image::BoardArchive& golden, CloneOrder&, DeskBoard&) { golden.part = "STM32F103RB"; },
                ErrorKind::refused,
                "the archive is of an STM32F103RB (medium density, 128 KB of flash), but the chip is an STM32F103RC, "
                "STM32F103VC or STM32F103ZC (high density, 256 KB); choose a board with the same part, nothing was "
                "written"},
        Refusal{
            "image_too_large",
            [](image::BoardArchive& golden, CloneOrder&, DeskBoard&) {
                ASSERT_TRUE(golden.flash.add(0x08040000, Bytes(1, 0x55)));
            },
            ErrorKind::refused,
            "the image holds 262145 bytes but the flash has 262144; choose an image made for this part, nothing was "
            "written"},
        Refusal{"keep_outside",
                [](image::BoardArchive&, CloneOrder& order, DeskBoard&) { order.policy.keep = {{0x0803FFFF, 2}}; },
                ErrorKind::refused,
                "keep range 0x0803ffff-0x08040000 is not inside the flash 0x08000000-0x0803ffff; nothing was written"},
        Refusal{"read_protected", [](image::BoardArchive&, CloneOrder&, DeskBoard& board) { protect(board); },
                ErrorKind::protection,
                "the chip 34ffda054e50383119651801 is read-protected (FLASH_OBR = 0x03fffffe), so its content cannot "
                "be read "
                "and nothing was written; `jig unlock --give-up-content` lifts the protection and erases it"},
        Refusal{"wrong_part_is_said_before_protection",
                [](image::BoardArchive& golden, CloneOrder&, DeskBoard& board) {
                    golden.part = "STM32F103RE";
                    protect(board);
                },
                ErrorKind::refused,
                "the archive is of an STM32F103RE (high density, 512 KB of flash), but the chip is an STM32F103RC, "
                "STM32F103VC or STM32F103ZC (high density, 256 KB); choose a board with the same part, nothing was "
                "written"},
        Refusal{"write_protected",
                [](image::BoardArchive&, CloneOrder&, DeskBoard& board) {
                    board.desk.memory.option_bytes[8] = 0xFE;
                    board.desk.memory.option_bytes[9] = 0x01;
                },
                ErrorKind::protection,
                "the image changes 0x08000000-0x08000fff, which the option bytes write-protect (FLASH_WRPR); take that "
                "protection off with `jig options set`, nothing was written"}),
    [](const ::testing::TestParamInfo<Refusal>& row) { return std::string(row.param.name); });

TEST_F(JobOnDesk, never_lifts_protection_that_it_did_not_cause) {
    DeskBoard board(1);
    board.hold(old_firmware);
    board.power_on();
    ASSERT_TRUE(run(board));
    protect(board);
    board.power_cycle();
    const Result<void> done = run(board);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::protection);
    EXPECT_TRUE(board.desk.memory.flash == new_firmware);
}

TEST_F(JobOnDesk, unlocks_only_when_the_content_is_given_up) {
    DeskBoard board(1);
    board.hold(old_firmware);
    protect(board);
    board.power_on();
    const Result<UnlockOutcome> refused = unlock_board(board.connected, false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what,
              "lifting read protection erases the whole flash of this chip, and nobody can bring its content back; add "
              "--give-up-content to do it");
    EXPECT_TRUE(board.desk.memory.flash == old_firmware);
    const Result<UnlockOutcome> unlocked = unlock_board(board.connected, true);
    ASSERT_TRUE(unlocked) << unlocked.error().what;
    EXPECT_TRUE(unlocked->was_protected);
    board.power_cycle();
    EXPECT_FALSE(identify(board.connected).value().read_protected);
    EXPECT_TRUE(std::ranges::all_of(board.desk.memory.flash, [](std::uint8_t byte) { return byte == 0xFF; }));
}

TEST_F(JobOnDesk, verifies_a_board_and_lists_what_differs) {
    DeskBoard board(1);
    board.hold(new_firmware);
    board.desk.memory.flash[0x7000] ^= 0x40;
    board.desk.memory.flash[0x9000] ^= 0x01;
    golden.identity.silicon = "gd32";
    board.power_on();
    const Result<void> done = verify_board(golden, board.connected, {record_range}, progress, report);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(report.outcome, Outcome::fail);
    ASSERT_EQ(report.differences.size(), 1U);
    EXPECT_EQ(report.differences[0].range, (AddressRange{0x08009000, 1}));
    EXPECT_EQ(report.notes.size(), 1U);
    EXPECT_EQ(board.target.chip_memory().writes(), 0U);
}

}  // namespace
}  // namespace jig::clone
