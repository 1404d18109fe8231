// SPDX-License-Identifier: Apache-2.0
// The page as a whole: what is on it, that it stands alone, and that nothing in an archive can get out of its place.
#include "inspect/report/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/report/testing/demo_case.hpp"

namespace jig::inspect {
namespace {

using ::testing::ContainsRegex;
using testing::DemoCase;
using testing::golden_uid;
using testing::target_uid;

std::string page_of(const DemoCase& demo,
                    const ReportNames& names = {"golden.jig", "copy.jig", "jig diagnose", "1.2.3"}) {
    std::vector<NamedArchive> archives{{names.golden, &demo.golden()}};
    if (demo.copy()) archives.push_back({names.copy, &*demo.copy()});
    const auto boots = boot_pair(demo.the_case());
    EXPECT_TRUE(boots);
    return report_page({demo.the_case(), demo.diagnosis(), *boots, compare_archives(archives), names});
}

std::size_t count(const std::string& page, const std::string& what) {
    std::size_t found = 0;
    for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++found;
    return found;
}

class NaiveCopy : public ::testing::Test {
 protected:
    static void SetUpTestSuite() { page_ = page_of(DemoCase(target_uid, golden_uid)); }
    static void TearDownTestSuite() { page_.clear(); }
    static inline std::string page_;
};

TEST_F(NaiveCopy, has_its_verdict_its_place_and_its_remedy_at_the_top) {
    const std::string top = page_.substr(0, page_.find("<main>"));
    EXPECT_TRUE(top.contains("</span> The copy will not run</h1>"));
    EXPECT_TRUE(top.contains("<code>uid-bound</code> <span class=\"badge proven\">proven</span>"));
    EXPECT_TRUE(top.contains("<a href=\"#memory\"><code>0x08007000-0x0800700b</code></a>"));
    EXPECT_THAT(top, ContainsRegex("<a href=\"#boots\">1[0-9.]+ ms after power-on</a>"));
    EXPECT_TRUE(top.contains("0x08000286  cbz r2, #0x8000294"));
    EXPECT_TRUE(top.contains("Clone again with --keep 0x08007000:12"));
}

TEST_F(NaiveCopy, shows_the_place_to_scale_and_its_bytes) {
    EXPECT_TRUE(page_.contains("<rect class=\"mark-cause\" x=\"10.938%\" y=\"40\" width=\"0.005%\""));
    EXPECT_TRUE(page_.contains("<span class=\"group\">5e 96 bd 28</span>"));
    EXPECT_TRUE(page_.contains("All of its bytes: the same on both boards"));
    EXPECT_TRUE(page_.contains("identity: unique ID"));
}

TEST_F(NaiveCopy, marks_the_instruction_and_the_register_that_decide) {
    EXPECT_EQ(count(page_, "<tr class=\"decides\">"), 1U);
    EXPECT_TRUE(page_.contains("<tr class=\"decides\"><td><code>0x08000286</code></td>"));
    EXPECT_TRUE(page_.contains(">R2</th><td><code>0x00000001</code></td><td><code>0x00000000</code></td>"));
}

TEST_F(NaiveCopy, holds_every_part_of_the_finding) {
    for (const char* words : {"is the first to read the UID", "ends as the golden board does", "<dt>Remedy</dt>",
                              "What would refute it", "The golden board running unchanged with another chip",
                              "Boots with one thing exchanged", "runs as the golden board"})
        EXPECT_TRUE(page_.contains(words)) << words;
}

TEST_F(NaiveCopy, stands_alone) {
    for (const char* tag : {"<script", "<link", "<img", "<iframe", "<object", "@import", "url(", "http:", "https:"})
        EXPECT_FALSE(page_.contains(tag)) << tag;
    EXPECT_TRUE(page_.contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"));
}

TEST_F(NaiveCopy, is_the_same_every_time) { EXPECT_EQ(page_, page_of(DemoCase(target_uid, golden_uid))); }

TEST_F(NaiveCopy, is_known_for_a_report) {
    const Bytes bytes(page_.begin(), page_.end());
    EXPECT_TRUE(begins_like_a_report(bytes));
    EXPECT_FALSE(begins_like_a_report(ByteView(bytes).first(20)));
    EXPECT_FALSE(begins_like_a_report(ByteView(bytes).subspan(1)));
}

TEST(Report, claims_no_decision_where_the_ways_only_part) {
    const DemoCase demo(target_uid, golden_uid);
    auto boots = boot_pair(demo.the_case());
    ASSERT_TRUE(boots);
    boots->parting->decides = false;
    const ReportNames names{"golden.jig", "copy.jig", "jig diagnose", "1.2.3"};
    const std::string page = report_page({demo.the_case(), demo.diagnosis(), *boots, {}, names});
    EXPECT_TRUE(page.contains("<h2>How: where the ways first part</h2>"));
    EXPECT_TRUE(page.contains("<dt>Ways part at</dt>"));
    EXPECT_TRUE(page.contains("Behind 0x08000286 (cbz r2, #0x8000294) the golden board first goes on at 0x08000288"));
    EXPECT_FALSE(page.contains("Decided by"));
}

// What an archive, a bench file or a command line can bring along.
TEST(Report, shows_hostile_text_as_text) {
    constexpr const char* hostile = "<script>alert(1)</script>";
    image::BoardArchive copy = DemoCase::archive_of(target_uid, golden_uid);
    copy.how_read.probe = hostile;
    copy.identity.silicon = hostile;
    copy.not_read = {{hostile, hostile}};
    copy.pins = {{hostile, "high"}};
    const std::string page = page_of(DemoCase(std::move(copy)), {hostile, hostile, hostile, "1.2.3"});
    EXPECT_FALSE(page.contains("<script"));
    EXPECT_GE(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;"), 6U);
}

TEST(Report, of_a_healthy_copy_is_green_and_decides_nothing) {
    const std::string page = page_of(DemoCase(target_uid, target_uid));
    EXPECT_TRUE(page.contains("<header class=\"verdict runs\">"));
    EXPECT_TRUE(page.contains("</span> The copy runs</h1>"));
    EXPECT_TRUE(page.contains("Both boots ended alike, so nothing was decided."));
    EXPECT_TRUE(page.contains("Nothing was found that keeps a board from running."));
    EXPECT_TRUE(page.contains("<li>the copy differs</li>"));
    EXPECT_TRUE(page.contains("All of its bytes; those that differ are marked"));
}

TEST(Report, of_a_golden_board_alone_says_nothing_of_a_copy) {
    const std::string page = page_of(DemoCase());
    EXPECT_TRUE(page.contains("</span> The golden board runs</h1>"));
    EXPECT_FALSE(page.contains("id=\"decision\""));
    EXPECT_FALSE(page.contains("<td class=\"board\">copy"));
    EXPECT_TRUE(page.contains("class=\"mark-field\""));
}

TEST(Report, of_a_blank_copy_parts_at_no_instruction) {
    image::BoardArchive copy = DemoCase::archive_of(target_uid, golden_uid);
    copy.flash = {};
    ASSERT_TRUE(copy.flash.add(chip::flash_base, Bytes(256 * 1024, 0xFF)));
    const std::string page = page_of(DemoCase(std::move(copy)));
    EXPECT_TRUE(page.contains("No instruction was found at which the two ways part"));
    EXPECT_TRUE(page.contains("copy: 0 bytes of 256 KB used"));
}

}  // namespace
}  // namespace jig::inspect
