// SPDX-License-Identifier: Apache-2.0
// The words of the command line that apps/ reads itself.
#include <gtest/gtest.h>

#include "apps/jig/connection.hpp"
#include "apps/jig/duration_words.hpp"
#include "apps/jig/exit_code.hpp"
#include "apps/jig/keep_words.hpp"
#include "apps/jig/utc.hpp"

namespace jig::app {
namespace {

using namespace std::chrono_literals;

TEST(DurationWords, milliseconds_and_seconds_are_read) {
    EXPECT_EQ(parse_duration("500ms").value(), 500ms);
    EXPECT_EQ(parse_duration("1.5s").value(), 1500ms);
    EXPECT_EQ(parse_duration("3600s").value(), 1h);
}

TEST(DurationWords, all_else_is_refused) {
    for (const char* bad : {"", "2", "2m", "-1s", "0s", "nans", "infs", "3601s", "1e3s", "s"}) {
        EXPECT_EQ(parse_duration(bad).error().what,
                  "'" + std::string(bad) + "' is not a time; write 500ms or 2s, up to 3600s");
    }
}

TEST(KeepWords, each_word_is_a_range) {
    const Keeps keeps = parse_keeps({"0x08007000:12", "0x08000000-0x080000ff"}).value();
    EXPECT_EQ(keeps.ranges, (std::vector<AddressRange>{{0x08007000, 12}, {0x08000000, 256}}));
    EXPECT_FALSE(keeps.automatic || keeps.none);
}

TEST(KeepWords, none_stands_alone) {
    EXPECT_TRUE(parse_keeps({"none"}).value().none);
    EXPECT_EQ(parse_keeps({"none", "auto"}).error().what, "--keep none keeps nothing; leave it away to keep a range");
}

const inspect::UnitRecord record{{{0x08007000, 12}}, "The proof."};

TEST(KeepWords, auto_adds_the_record_unless_a_range_covers_it) {
    EXPECT_EQ(kept_ranges(parse_keeps({"auto"}).value(), record).value(), record.where);
    const auto kept = kept_ranges(parse_keeps({"auto", "0x08006000:0x2000"}).value(), record);
    EXPECT_EQ(kept.value(), (std::vector<AddressRange>{{0x08006000, 0x2000}}));
}

TEST(KeepWords, nobody_loses_a_record_unseen) {
    EXPECT_EQ(
        kept_ranges(parse_keeps({"0x08000000:4"}).value(), record).error().what,
        "the image holds at 0x08007000-0x0800700b a record that belongs to its own chip, and the target's would be "
        "lost; nothing was written. Keep the target's with --keep 0x08007000:12 or --keep auto, or overwrite it "
        "with --keep none. The proof.");
    EXPECT_TRUE(kept_ranges(parse_keeps({"none"}).value(), record).value().empty());
}

TEST(ProbeWords, what_can_only_be_a_probe_is_told_from_a_file) {
    for (const char* probe : {"stlink", "stlink:0671FF", "stlink@1-2", "stlink-tcp:127.0.0.1:7184/1", "bench:b.toml/a",
                              "cmsis-dap", "cmsis-dap:0240", "cmsis-dap@1-2", "gpio:gpiochip0:11:25"}) {
        EXPECT_TRUE(names_a_probe(probe)) << probe;
    }
    for (const char* file : {"golden.jig", "stlink.jig", "./bench:x", ""}) EXPECT_FALSE(names_a_probe(file)) << file;
}

TEST(ExitCodes, every_kind_ends_as_the_manual_page_says) {
    struct Row {
        ErrorKind kind;
        int code;
        std::string_view name;
    };
    for (const Row& row :
         {Row{ErrorKind::usage, 2, "usage"}, Row{ErrorKind::bad_file, 2, "bad-file"},
          Row{ErrorKind::no_probe, 3, "no-probe"}, Row{ErrorKind::link, 3, "link"},
          Row{ErrorKind::timeout, 3, "timeout"}, Row{ErrorKind::wait, 3, "wait"}, Row{ErrorKind::fault, 3, "fault"},
          Row{ErrorKind::protection, 1, "protection"}, Row{ErrorKind::refused, 1, "refused"},
          Row{ErrorKind::mismatch, 1, "mismatch"}, Row{ErrorKind::unsupported, 1, "unsupported"},
          Row{ErrorKind::interrupted, 3, "interrupted"}, Row{ErrorKind::internal, 3, "internal"}}) {
        EXPECT_EQ(exit_code(row.kind), row.code) << row.name;
        EXPECT_EQ(name_of(row.kind), row.name);
    }
}

TEST(Utc, is_printed_as_iso_8601) {
    EXPECT_EQ(utc_text(std::chrono::sys_seconds{std::chrono::seconds{1'795'368'892}}), "2026-11-22T17:34:52Z");
}

}  // namespace
}  // namespace jig::app
