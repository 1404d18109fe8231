// SPDX-License-Identifier: Apache-2.0
// The job from the probe's USB endpoint to the flash's cells: driver, debug port, loader and virtual chip together.
#include <gtest/gtest.h>

#include <algorithm>

#include "clone/capture.hpp"
#include "clone/restore.hpp"
#include "clone/verify.hpp"
#include "job_bench.hpp"

namespace jig::job {
namespace {

// A whole flash without a blank half-word: what takes longest.
constexpr std::size_t full = flash_bytes;
constexpr std::size_t part = 48 * 1024;

struct JobOnBench : ::testing::Test {
    explicit JobOnBench(std::size_t bytes = part)
        : old_content(firmware(bytes, 1)),
          new_content(firmware(bytes, 2)),
          bench(new_content, old_content),
          order(order_for(bench)) {}

    image::BoardArchive golden() {
        auto archive = capture_golden(bench);
        EXPECT_TRUE(archive) << archive.error().what;
        return archive ? *archive : image::BoardArchive{};
    }
    Result<void> run(const image::BoardArchive& archive) {
        report = {};
        return clone_to_target(bench, archive, order, report);
    }

    Bytes old_content;
    Bytes new_content;
    JobBench bench;
    clone::CloneOrder order;
    clone::Report report;
    SilentProgress progress;
};

TEST_F(JobOnBench, captures_the_golden_board_whole) {
    const image::BoardArchive archive = golden();
    EXPECT_EQ(archive.part, "STM32F103RC");
    EXPECT_TRUE(archive.flash.read({0x08000000, flash_bytes}) == new_content);
    EXPECT_TRUE(archive.not_read.empty());
    EXPECT_TRUE(archive.crystals.at("hse"));
}

TEST_F(JobOnBench, leaves_the_golden_board_as_it_was) {
    (void)golden();
    EXPECT_TRUE(bench.stored("golden", "flash.bin") == new_content);
}

TEST_F(JobOnBench, clones_keeping_the_record_and_restores) {
    const Result<void> done = run(golden());
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(report.start->running) << report.start->what;
    EXPECT_TRUE(report.option_bytes_written);
    const Bytes copy = bench.stored("target", "flash.bin");
    EXPECT_EQ(record_of(copy), record_of(old_content));
    EXPECT_TRUE(std::equal(copy.begin() + 0x8000, copy.end(), new_content.begin() + 0x8000));

    const auto backup = image::read_archive(*report.backup);
    ASSERT_TRUE(backup) << backup.error().what;
    order.policy.keep.clear();
    const auto target = open_board(bench, "target");
    ASSERT_TRUE(target) << target.error().what;
    clone::Report restored;
    const Result<void> back = clone::restore_board(*backup, *target->connected, order, progress, restored);
    ASSERT_TRUE(back) << back.error().what;
    EXPECT_TRUE(bench.stored("target", "flash.bin") == old_content);
}

TEST_F(JobOnBench, clones_everything_when_nothing_is_kept) {
    order.policy.keep.clear();
    const Result<void> done = run(golden());
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.stored("target", "flash.bin") == new_content);
}

TEST_F(JobOnBench, dry_run_writes_nothing) {
    order.dry_run = true;
    const Result<void> done = run(golden());
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(report.plan);
    EXPECT_FALSE(std::filesystem::exists(bench.backups()));
    EXPECT_TRUE(bench.stored("target", "flash.bin") == old_content);
}

TEST_F(JobOnBench, refuses_a_protected_target) {
    const image::BoardArchive archive = golden();
    bench.describe_target("option_bytes = \"00ffff00ff00ff00ff00ff00ff00ff00\"");
    const Result<void> done = run(archive);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::protection);
    EXPECT_FALSE(std::filesystem::exists(bench.backups()));
    EXPECT_TRUE(bench.stored("target", "flash.bin") == old_content);
}

TEST_F(JobOnBench, refuses_write_protected_pages) {
    const image::BoardArchive archive = golden();
    bench.describe_target("option_bytes = \"a55aff00ff00ff00fe01ff00ff00ff00\"");
    const Result<void> done = run(archive);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::protection);
    EXPECT_FALSE(std::filesystem::exists(bench.backups()));
    EXPECT_TRUE(bench.stored("target", "flash.bin") == old_content);
}

TEST_F(JobOnBench, works_on_a_board_without_a_reset_line_and_with_a_hardware_watchdog) {
    const image::BoardArchive archive = golden();
    bench.describe_target("nrst = \"none\"\noption_bytes = \"a55afe01ff00ff00ff00ff00ff00ff00\"");
    const Result<void> done = run(archive);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(record_of(bench.stored("target", "flash.bin")), record_of(old_content));
}

class OldProbes : public JobOnBench, public ::testing::WithParamInterface<const char*> {};

TEST_P(OldProbes, do_the_whole_job) {
    const image::BoardArchive archive = golden();
    bench.describe_target(GetParam());
    const Result<void> done = run(archive);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_EQ(record_of(bench.stored("target", "flash.bin")), record_of(old_content));
}

INSTANTIATE_TEST_SUITE_P(Job, OldProbes,
                         ::testing::Values("probe_firmware = \"V2J17\"", "probe_firmware = \"V2J24\"",
                                           "probe = \"stlink-v3\"\nprobe_firmware = \"V3J9\""));

struct FullFlash : JobOnBench {
    FullFlash() : JobOnBench(full) {}
};

// OpenOCD and st-flash need about 16 s for erase, program and verify alone.
TEST_F(FullFlash, takes_less_than_twelve_seconds_with_its_backup) {
    const Result<void> done = run(golden());
    ASSERT_TRUE(done) << done.error().what;
    const clone::StepSeconds& s = report.seconds;
    RecordProperty("seconds", std::to_string(s.backup) + " " + std::to_string(s.erase) + " " +
                                  std::to_string(s.program) + " " + std::to_string(s.verify) + " " +
                                  std::to_string(s.start));
    EXPECT_LT(s.backup + s.erase + s.program + s.verify + s.start, 12.0)
        << s.backup << " " << s.erase << " " << s.program << " " << s.verify << " " << s.start;
}

}  // namespace
}  // namespace jig::job
