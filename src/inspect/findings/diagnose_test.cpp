// SPDX-License-Identifier: Apache-2.0
// The demo firmware with one thing wrong at a time: the cause comes out first, and healthy pairs raise no alarm.
#include "inspect/findings/diagnose.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "inspect/findings/testing/demo_archives.hpp"

namespace jig::inspect {
namespace {

using testing::archive_of;
using testing::causes_of;
using testing::demo_world;
using testing::diagnosis_of;
using ::testing::ElementsAre;
using testing::flash_of;
using testing::golden_uid;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::set_flash;
using testing::target_uid;
using Archive = image::BoardArchive;

TEST(Diagnose, proves_that_a_naive_copy_is_bound_to_the_golden_uid) {
    const Diagnosis diagnosis =
        diagnosis_of(archive_of(demo_world(golden_uid, golden_uid)), archive_of(demo_world(target_uid, golden_uid)));
    EXPECT_EQ(diagnosis.verdict, Verdict::will_not_run);
    ASSERT_THAT(causes_of(diagnosis), ElementsAre("uid-bound proven"));
    const Finding& finding = diagnosis.findings.front();
    ASSERT_EQ(finding.where.size(), 1U);
    EXPECT_EQ(to_string(finding.where.front()), "0x08007000-0x0800700b");
    EXPECT_THAT(finding.evidence, ::testing::Contains(HasSubstr(" decides (")));
    EXPECT_THAT(finding.evidence, ::testing::Contains(HasSubstr("is the first to read the UID (ldr")));
    EXPECT_THAT(finding.remedy, HasSubstr("--keep 0x08007000:12,"));
    EXPECT_THAT(finding.remedy, HasSubstr("51ff6c064884534929470187"));
}

struct Row {
    const char* name;
    std::function<void(Archive& golden, Archive& copy)> spoil;
    const char* first;
};

class OneThingWrong : public ::testing::TestWithParam<Row> {};

TEST_P(OneThingWrong, is_named_first) {
    Archive golden = archive_of(demo_world(golden_uid, golden_uid));
    Archive copy = archive_of(demo_world(target_uid, target_uid));
    GetParam().spoil(golden, copy);
    const Diagnosis diagnosis = diagnosis_of(golden, copy);
    ASSERT_FALSE(diagnosis.findings.empty()) << diagnosis.because;
    EXPECT_EQ(causes_of(diagnosis).front(), GetParam().first);
    const bool is_proven = diagnosis.findings.front().confidence == Confidence::proven;
    EXPECT_TRUE(!is_proven || diagnosis.findings.size() == 1) << causes_of(diagnosis).back();
    EXPECT_EQ(diagnosis.verdict, Verdict::will_not_run);
}

const Row rows[] = {
    {"uid_of_ff", [](Archive&, Archive& copy) { copy.identity.uid->fill(0xFF); }, "uid-missing proven"},
    {"short_read",
     [](Archive&, Archive& copy) {
         Bytes bytes = flash_of(copy);
         bytes.resize(0x400);
         set_flash(copy, bytes);
     },
     "short-read likely"},
    {"hardware_watchdog",
     [](Archive&, Archive& copy) {
         (*copy.option_bytes)[2] = 0xFE;
         (*copy.option_bytes)[3] = 0x01;
     },
     "option-watchdog proven"},
    {"missing_crystal", [](Archive&, Archive& copy) { copy.crystals = {{"hse", false}}; }, "hse-missing proven"},
    {"gaps_filled_otherwise",
     [](Archive&, Archive& copy) {
         Bytes bytes = flash_of(copy);
         for (std::size_t i = 0; i < 0x40000; ++i)
             if (bytes[i] == 0x00) bytes[i] = 0xFF;
         set_flash(copy, bytes);
     },
     "padding-changed proven"},
    {"shifted",
     [](Archive&, Archive& copy) {
         Bytes bytes = flash_of(copy);
         bytes.insert(bytes.begin(), 0x2000, 0xFF);
         bytes.resize(256 * 1024);
         set_flash(copy, bytes);
     },
     "wrong-base likely"},
};
INSTANTIATE_TEST_SUITE_P(Diagnose, OneThingWrong, ::testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Diagnose, names_protected_flash_where_even_the_golden_image_holds_none) {
    Archive golden = archive_of(demo_world(golden_uid, golden_uid));
    set_flash(golden, Bytes(0x40000, 0x00));
    (*golden.option_bytes)[0] = 0x00;
    (*golden.option_bytes)[1] = 0xFF;
    const Diagnosis diagnosis = diagnosis_of(golden, golden);
    EXPECT_THAT(causes_of(diagnosis), ElementsAre("protected-read likely"));
    EXPECT_EQ(diagnosis.verdict, Verdict::will_not_run);
}

// What is no firmware is answered, and never with a cause that is certain.
TEST(Diagnose, is_careful_with_what_is_no_firmware) {
    Bytes random(9000);
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i * i * 7 + i / 3);
    const Bytes contents[] = {{}, {0x12}, Bytes(0x1000, 0xFF), Bytes(0x1000, 0x00), random};
    for (const Bytes& bytes : contents) {
        Archive golden;
        golden.part = "STM32F103RC";
        if (!bytes.empty()) set_flash(golden, bytes);
        Archive copy = golden;
        copy.part = "STM32F103C8";
        const Diagnosis diagnosis = diagnosis_of(golden, copy);
        EXPECT_NE(diagnosis.verdict, Verdict::runs) << bytes.size();
        for (const Finding& finding : diagnosis.findings) EXPECT_NE(finding.confidence, Confidence::proven);
    }
}

TEST(Diagnose, has_nothing_to_say_against_a_healthy_pair) {
    const Diagnosis diagnosis =
        diagnosis_of(archive_of(demo_world(golden_uid, golden_uid)), archive_of(demo_world(target_uid, target_uid)));
    EXPECT_EQ(diagnosis.verdict, Verdict::runs);
    EXPECT_THAT(causes_of(diagnosis), IsEmpty());
    EXPECT_EQ(diagnosis.coverage.stopped, "sleep");
}

TEST(Diagnose, lets_gaps_differ_that_nobody_reads) {
    const Archive golden = archive_of(demo_world(golden_uid, golden_uid));
    Archive copy = archive_of(demo_world(target_uid, target_uid));
    Bytes bytes = flash_of(copy);
    std::fill_n(bytes.begin() + 0x30000, 0x800, std::uint8_t{0x00});
    set_flash(copy, bytes);
    const Diagnosis diagnosis = diagnosis_of(golden, copy);
    EXPECT_EQ(diagnosis.verdict, Verdict::runs);
    EXPECT_THAT(causes_of(diagnosis), IsEmpty());
}

TEST(Diagnose, does_not_call_a_copy_good_whose_unique_id_matters_and_was_not_read) {
    const Archive golden = archive_of(demo_world(golden_uid, golden_uid));
    Archive copy = golden;
    copy.identity.uid.reset();
    const Diagnosis diagnosis = diagnosis_of(golden, copy);
    EXPECT_EQ(diagnosis.verdict, Verdict::unknown);
    EXPECT_EQ(diagnosis.because,
              "the firmware runs on the golden board's chip alone, and the copy's unique ID was not read");
    EXPECT_THAT(causes_of(diagnosis), IsEmpty());
}

TEST(Diagnose, says_of_a_golden_board_alone_that_it_has_a_unit_record) {
    const Archive golden = archive_of(demo_world(golden_uid, golden_uid));
    const auto diagnosis = diagnose({.golden = &golden});
    ASSERT_TRUE(diagnosis);
    EXPECT_EQ(diagnosis->verdict, Verdict::runs);
    const auto note = std::ranges::find(diagnosis->notes, "unit-record", &Note::kind);
    ASSERT_NE(note, diagnosis->notes.end());
    ASSERT_EQ(note->where.size(), 1U);
    EXPECT_EQ(to_string(note->where.front()), "0x08007000-0x0800700b");
}

TEST(Causes, have_a_section_each_in_the_documentation) {
    std::ifstream file("docs/causes.md");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (const CauseRow& row : all_causes()) EXPECT_THAT(text, HasSubstr("\n### " + std::string(row.name) + "\n"));
}

}  // namespace
}  // namespace jig::inspect
