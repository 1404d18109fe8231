// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/testing/archives.hpp"

namespace jig::inspect {
namespace {

using image::Uid;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Uid first_uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
constexpr Uid second_uid = {0x51, 0xff, 0x6c, 0x06, 0x48, 0x84, 0x53, 0x49, 0x29, 0x47, 0x01, 0x87};
constexpr Uid third_uid = {0x66, 0x12, 0x6f, 0x86, 0x48, 0x50, 0x53, 0x31, 0x2a, 0x77, 0x21, 0x97};
constexpr std::uint32_t place = 0x0803F000;

TestFlash with(const Bytes& bytes, std::uint64_t version = 1) { return test_firmware(version).put(place, bytes); }

TEST(Classes, a_field_is_classed_by_which_dumps_differ) {
    struct Row {
        const char* what;
        std::vector<std::tuple<Bytes, std::uint64_t, Uid>> dumps;  // bytes, firmware, UID
        FieldClass kind;
    };
    const Bytes a{1, 2};
    const Bytes b{7, 9};
    for (const Row& row : {
             Row{"two boards", {{a, 1, first_uid}, {b, 1, second_uid}}, FieldClass::per_unit},
             Row{"one board read twice", {{a, 1, first_uid}, {b, 1, first_uid}}, FieldClass::volatile_},
             Row{"a board read twice and another",
                 {{a, 1, first_uid}, {a, 1, first_uid}, {b, 1, second_uid}},
                 FieldClass::per_unit},
             Row{"it goes with the firmware",
                 {{a, 1, first_uid}, {a, 1, second_uid}, {b, 2, third_uid}},
                 FieldClass::per_version},
             Row{"one board a firmware", {{a, 1, first_uid}, {b, 2, second_uid}}, FieldClass::unit_or_version},
             Row{"one board with another firmware", {{a, 1, first_uid}, {b, 2, first_uid}}, FieldClass::per_version},
         }) {
        TestBoards boards;
        for (const auto& [bytes, version, uid] : row.dumps) boards.add(row.what, with(bytes, version), uid);
        const Comparison comparison = boards.compare();
        const Field* field = field_at(comparison, place);
        ASSERT_NE(field, nullptr) << row.what;
        EXPECT_EQ(field->kind, row.kind) << row.what;
        EXPECT_EQ(field->range, (AddressRange{place, 2})) << row.what;
    }
}

TEST(Explanations, what_a_field_looks_like_leads) {
    struct Row {
        const char* what;
        std::vector<std::pair<Bytes, Uid>> dumps;
        const char* leads;
    };
    const auto text = [](std::string_view characters) { return Bytes(characters.begin(), characters.end()); };
    for (const Row& row : {
             Row{"a counter",
                 {{{0x10, 0x27, 0, 0}, first_uid}, {{0x15, 0x27, 0, 0}, first_uid}},
                 "supported: a counter that the firmware keeps"},
             Row{"weak cells",
                 {{{0x10, 0x27, 0x80, 0}, first_uid}, {{0x10, 0x2f, 0xC0, 0}, first_uid}},
                 "supported: a read error or weak cells"},
             Row{"state",
                 {{{0x10, 0x27, 1, 9}, first_uid}, {{0x23, 0x01, 0, 8}, first_uid}},
                 "possible: state that the firmware writes while it runs"},
             Row{"text",
                 {{text("SN004711"), first_uid}, {text("SN004722"), second_uid}},
                 "possible: a serial number or address of this board"},
             Row{"BCD",
                 {{{0x20, 0x17, 0x02, 0x12, 0x44}, first_uid}, {{0x19, 0x16, 0x11, 0x30, 0x57}, second_uid}},
                 "possible: a serial number or address of this board"},
             Row{"samples",
                 {{{0xE8, 0x03, 0x0D, 0x04, 0x32, 0x04, 0x57, 0x04}, first_uid},
                  {{0xF5, 0x03, 0x1A, 0x04, 0x3F, 0x04, 0x64, 0x04}, second_uid}},
                 "possible: calibration of this board"},
         }) {
        TestBoards boards;
        for (const auto& [bytes, uid] : row.dumps) boards.add(row.what, with(bytes), uid);
        const Comparison comparison = boards.compare();
        ASSERT_EQ(comparison.fields.size(), 1u) << row.what;
        EXPECT_TRUE(explanations_text(comparison.fields[0]).starts_with(row.leads))
            << row.what << ": " << explanations_text(comparison.fields[0]);
    }
}

TEST(Explanations, a_third_board_supports_a_sum) {
    TestBoards boards;
    for (const auto& [step, uid] :
         {std::pair{0, first_uid}, std::pair{0x1F0, second_uid}, std::pair{0x2A40, third_uid}}) {
        TestFlash flash = test_firmware(1);
        flash.words(place, {0x12340110u + static_cast<std::uint32_t>(step)});
        flash.words(place + 64, {0x55AA0031u + static_cast<std::uint32_t>(step)});
        boards.add("board", flash, uid);
    }
    const Comparison comparison = boards.compare();
    ASSERT_EQ(comparison.fields.size(), 2u);
    EXPECT_EQ(explanations_text(comparison.fields[0]).substr(0, 60),
              "supported: a value and a sum over a range that contains it; ");
    EXPECT_EQ(comparison.fields[0].deltas[1].number, 0x2A40);
}

TEST(BadInput, every_pair_of_odd_images_is_compared_without_a_claim) {
    const std::vector<std::pair<const char*, Bytes>> images = {
        {"empty", {}},
        {"one byte", {0x5A}},
        {"all FF", Bytes(64 * 1024, 0xFF)},
        {"all 00", Bytes(64 * 1024, 0x00)},
        {"random", TestFlash(64 * 1024).random(0x08000000, 64 * 1024, 7).bytes()},
        {"1 MB", TestFlash(1024 * 1024).random(0x08000000, 1024 * 1024, 8).bytes()},
        {"firmware", test_firmware(1).bytes()},
    };
    for (const auto& [name, bytes] : images) {
        for (const auto& [other, other_bytes] : images) {
            SCOPED_TRACE(std::string(name) + " and " + other);
            TestBoards boards;
            image::BoardArchive& a = boards.add(name, TestFlash(0), first_uid);
            image::BoardArchive& b = boards.add(other, TestFlash(0), second_uid);
            ASSERT_TRUE(a.flash.add(chip::flash_base, bytes));
            ASSERT_TRUE(b.flash.add(chip::flash_base, other_bytes));
            const Comparison comparison = boards.compare();
            EXPECT_EQ(comparison.compared_bytes, std::min(bytes.size(), other_bytes.size()));
            for (const Field& field : comparison.fields) EXPECT_FALSE(field.bound_to_uid());
            for (const ComparedDump& dump : comparison.dumps) EXPECT_THAT(dump.uid_hits, IsEmpty());
        }
    }
}

TEST(BadInput, fewer_than_two_archives_have_no_differences) {
    EXPECT_THAT(compare_archives({}).dumps, IsEmpty());
    TestBoards boards;
    boards.add("one", test_firmware(1), first_uid);
    EXPECT_THAT(boards.compare().fields, IsEmpty());
}

TEST(Missing, what_only_some_archives_hold_is_named_and_the_rest_compared) {
    TestBoards boards;
    boards.add("whole", with({1, 2}), first_uid);
    boards.add("whole too", with({7, 9}), second_uid);
    boards.add("short", test_firmware(1, 64 * 1024), third_uid);
    const Comparison comparison = boards.compare();
    ASSERT_EQ(comparison.missing.size(), 1u);
    EXPECT_EQ(to_string(comparison.missing[0].range), "0x08010000-0x0803ffff");
    EXPECT_THAT(comparison.missing[0].absent_in, ElementsAre(2u));
    ASSERT_EQ(comparison.fields.size(), 1u);
    EXPECT_THAT(comparison.fields[0].holders, ElementsAre(0u, 1u));
}

TEST(Notes, what_must_be_known_first_is_said_in_whole_sentences) {
    TestBoards boards;
    boards.add("a.jig", with({1, 2}), first_uid);
    boards.add("b.jig", with({1, 2}), first_uid).marks = {std::string(image::unstable_read)};
    image::BoardArchive& other = boards.add("c.jig", TestFlash(64 * 1024), second_uid);
    other.part = "STM32F103C8";
    other.identity.f_size_kb = 128;
    const Comparison comparison = boards.compare();
    EXPECT_THAT(
        comparison.notes,
        ElementsAre("a.jig is of an STM32F103RC, c.jig of an STM32F103C8: their flash is compared address by "
                    "address as far as both have it; what differs may be due to the part",
                    "a.jig, b.jig have the same UID: reads of one board",
                    "the flash in b.jig read differently the second time it was captured; single bits may be "
                    "read errors",
                    "c.jig: F_SIZE says 128 KB, but STM32F103C8 has 64 KB", "the flash in c.jig is all erased"));
}

TEST(Beside, everything_but_the_flash_is_compared_by_name) {
    TestBoards boards;
    image::BoardArchive& a = boards.add("a", test_firmware(1), first_uid);
    image::BoardArchive& b = boards.add("b", test_firmware(1), second_uid);
    a.option_bytes = {0xa5, 0x5a, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00};
    b.option_bytes = {0xa5, 0x5a, 0xfe, 0x01, 0x12, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00};
    a.backup_registers = {{1, 0x5A5A}, {2, 0}};
    b.backup_registers = {{1, 0}, {2, 0}};
    a.pins = {{"PA0", "high"}, {"PA1", "low"}};
    b.pins = {{"PA0", "low"}};
    a.crystals = {{"hse", true}};
    b.crystals = {{"hse", false}};
    a.identity.cpuid = 0x411FC231;
    b.identity.cpuid = 0x412FC231;
    a.identity.f_size_kb = 256;
    std::vector<std::string> rows;
    for (const BesideDifference& row : boards.compare().beside) {
        rows.push_back(row.group + " " + row.name + ": " + row.values[0] + ", " + row.values[1]);
    }
    EXPECT_THAT(
        rows, ElementsAre("identity CPUID: 0x411fc231, 0x412fc231", "option bytes WDG_SW: 1, 0",
                          "option bytes Data0: 0xff, 0x12 (complement broken)", "backup registers DR1: 0x5a5a, 0x0000",
                          "pins PA0: high, low", "crystals hse: starts, does not start"));
}

TEST(Limits, more_fields_than_are_listed_are_counted) {
    TestBoards boards;
    TestFlash flash = test_firmware(1);
    boards.add("a", flash, first_uid);
    for (std::uint32_t i = 0; i < 300; ++i) flash.words(place + 8 * i, {(i % 200) * 0x01010101});
    boards.add("b", flash, second_uid);
    const Comparison comparison = boards.compare();
    EXPECT_EQ(comparison.fields.size(), most_fields);
    EXPECT_EQ(comparison.fields_left_out, 100u);
}

}  // namespace
}  // namespace jig::inspect
