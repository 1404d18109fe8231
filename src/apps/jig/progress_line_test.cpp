// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/progress_line.hpp"

#include <gtest/gtest.h>

namespace jig::app {
namespace {

using std::chrono::seconds;

TEST(ProgressText, shows_rate_and_time_left_while_it_runs) {
    EXPECT_EQ(progress_text("program", 128 * 1024, 256 * 1024, seconds(4)),
              "  program  [############------------]   128 / 256 KB  32.0 KB/s  4 s left");
}

TEST(ProgressText, says_nothing_of_rates_before_the_first_byte) {
    EXPECT_EQ(progress_text("verify", 0, 256 * 1024, seconds(1)),
              "  verify   [------------------------]     0 / 256 KB");
}

TEST(ProgressText, a_step_without_bytes_has_just_a_bar) {
    EXPECT_EQ(progress_text("erase", 0, 0, seconds(1)), "  erase    [------------------------]");
}

TEST(ProgressText, the_end_has_no_time_left) {
    EXPECT_EQ(progress_text("verify", 2048, 2048, seconds(1)),
              "  verify   [########################]     2 / 2 KB  2.0 KB/s");
}

TEST(ProgressText, more_done_than_promised_does_not_overrun_the_bar) {
    EXPECT_EQ(progress_text("verify", 4096, 2048, seconds(1)),
              "  verify   [########################]     4 / 2 KB  4.0 KB/s");
}

TEST(ProgressLine, outlives_the_terminal_it_draws_on) {
    std::FILE* full = std::fopen("/dev/full", "w");
    ASSERT_NE(full, nullptr);
    std::setvbuf(full, nullptr, _IONBF, 0);
    const SteadyClock clock;
    ProgressLine line({full, true, &clock});
    EXPECT_NO_THROW(line.begin("program", 4096));
    EXPECT_NO_THROW(line.note("a sentence"));
    EXPECT_NO_THROW(line.end());
    std::fclose(full);
}

}  // namespace
}  // namespace jig::app
