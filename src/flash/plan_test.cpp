// SPDX-License-Identifier: Apache-2.0
#include "flash/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace jig::flash {
namespace {

constexpr std::uint32_t base = 0x08000000;
constexpr Geometry small{.base = base, .size_bytes = 0x2000, .page_bytes = 0x400};
// Nothing gained by a mass erase: one page is always cheaper.
constexpr FlashTimings slow_mass{.half_word = std::chrono::microseconds(50),
                                 .page_erase = std::chrono::milliseconds(30),
                                 .mass_erase = std::chrono::seconds(100)};

Bytes filled(std::size_t size, std::uint8_t value) { return Bytes(size, value); }

struct Row {
    const char* name;
    std::function<void(Bytes& current, Bytes& wanted)> set_up;
    std::vector<std::uint32_t> erase;
    std::vector<AddressRange> program;
    std::uint32_t half_words;
};

class PlanRows : public testing::TestWithParam<Row> {};

TEST_P(PlanRows, erases_and_programs_only_what_must_change) {
    Bytes current = filled(small.size_bytes, 0xFF);
    Bytes wanted = filled(small.size_bytes, 0xFF);
    GetParam().set_up(current, wanted);
    const auto plan = make_plan(
        {.geometry = small, .current = current, .wanted = wanted, .keep = {}, .protected_pages = {}}, slow_mass);
    ASSERT_TRUE(plan);
    EXPECT_FALSE(plan->mass_erase);
    EXPECT_EQ(plan->erase, GetParam().erase);
    EXPECT_EQ(plan->program, GetParam().program);
    EXPECT_EQ(plan->half_words, GetParam().half_words);
}

INSTANTIATE_TEST_SUITE_P(
    Flash, PlanRows,
    testing::Values(
        Row{"nothing_when_both_are_blank", [](Bytes&, Bytes&) {}, {}, {}, 0},
        Row{"nothing_when_both_are_alike", [](Bytes& c, Bytes& w) { c[4] = w[4] = 7; }, {}, {}, 0},
        Row{"blank_page_is_programmed_without_erase", [](Bytes&, Bytes& w) { w[0] = 7; }, {}, {{base, 2}}, 1},
        Row{"odd_byte_is_widened_to_its_half_word", [](Bytes&, Bytes& w) { w[5] = 7; }, {}, {{base + 4, 2}}, 1},
        Row{"changed_half_word_erases_its_page",
            [](Bytes& c, Bytes& w) { c[0x400] = 1, w[0x400] = 2; },
            {base + 0x400},
            {{base + 0x400, 2}},
            1},
        Row{"erased_page_gets_its_unchanged_bytes_back",
            [](Bytes& c, Bytes& w) { c[0] = 1, w[0] = 2, c[8] = w[8] = 9; },
            {base},
            {{base, 10}},
            2},
        Row{"content_that_must_go_is_erased_and_not_programmed",
            [](Bytes& c, Bytes&) { c[0x7FF] = 0; },
            {base + 0x400},
            {},
            0},
        Row{"run_never_passes_over_what_is_already_there",
            [](Bytes& c, Bytes& w) { w[0] = 1, c[2] = w[2] = 5, w[4] = 2; },
            {},
            {{base, 2}, {base + 4, 2}},
            2},
        Row{"small_gaps_are_joined", [](Bytes&, Bytes& w) { w[0] = 1, w[0x100] = 2; }, {}, {{base, 0x102}}, 2},
        Row{"large_gaps_are_not",
            [](Bytes&, Bytes& w) { w[0] = 1, w[0x104] = 2; },
            {},
            {{base, 2}, {base + 0x104, 2}},
            2}),
    [](const testing::TestParamInfo<Row>& row) { return std::string(row.param.name); });

TEST(Plan, erases_the_page_of_a_word_that_is_programmed_in_part_where_words_are_programmed) {
    Bytes current = filled(small.size_bytes, 0xFF);
    store_le16(MutableByteView(current).subspan(0x800), 0x1234);
    Bytes wanted = current;
    store_le16(MutableByteView(wanted).subspan(0x802), 0x5678);
    for (const std::uint32_t unit : {2U, 4U}) {
        Geometry geometry = small;
        geometry.unit_bytes = unit;
        const auto plan = make_plan({.geometry = geometry, .current = current, .wanted = wanted}, slow_mass);
        ASSERT_TRUE(plan);
        const auto erase = unit == 2 ? std::vector<std::uint32_t>{} : std::vector<std::uint32_t>{base + 0x800};
        EXPECT_EQ(plan->erase, erase);
    }
}

TEST(Plan, takes_the_mass_erase_when_every_page_changes) {
    const Bytes current = filled(small.size_bytes, 0x11);
    const Bytes wanted = filled(small.size_bytes, 0x22);
    const auto plan =
        make_plan({.geometry = small, .current = current, .wanted = wanted, .keep = {}, .protected_pages = {}});
    ASSERT_TRUE(plan);
    EXPECT_TRUE(plan->mass_erase);
    EXPECT_TRUE(plan->erase.empty());
    EXPECT_EQ(plan->half_words, small.size_bytes / 2);
    EXPECT_EQ(plan->estimated_erase, std::chrono::milliseconds(30));
    EXPECT_EQ(plan->estimated_program, 4096 * std::chrono::nanoseconds(52'500));
}

TEST(Plan, does_not_count_what_must_be_programmed_anyway_against_the_mass_erase) {
    constexpr Geometry flash{.base = base, .size_bytes = 0x40000, .page_bytes = 0x800};
    Bytes current = filled(flash.size_bytes, 0xFF);
    std::ranges::fill(MutableByteView(current).first(4 * flash.page_bytes), std::uint8_t{0x11});
    const Bytes wanted = filled(flash.size_bytes, 0x22);
    const auto plan = make_plan({.geometry = flash, .current = current, .wanted = wanted});
    ASSERT_TRUE(plan);
    EXPECT_TRUE(plan->mass_erase);
    EXPECT_EQ(plan->half_words, flash.size_bytes / 2);
}

TEST(Plan, erases_two_pages_rather_than_programming_a_full_flash_anew) {
    Geometry large{.base = base, .size_bytes = 0x40000, .page_bytes = 0x800};
    Bytes current = filled(large.size_bytes, 0x11);
    Bytes wanted = current;
    wanted[0] = wanted[0x800] = 0x22;
    const auto plan =
        make_plan({.geometry = large, .current = current, .wanted = wanted, .keep = {}, .protected_pages = {}});
    ASSERT_TRUE(plan);
    EXPECT_FALSE(plan->mass_erase);
    EXPECT_EQ(plan->erase, (std::vector<std::uint32_t>{base, base + 0x800}));
    EXPECT_EQ(plan->half_words, 0x800U);
}

TEST(Plan, never_takes_the_mass_erase_when_the_chip_holds_more) {
    const Bytes current = filled(small.size_bytes, 0x11);
    const Bytes wanted = filled(small.size_bytes, 0x22);
    const auto plan = make_plan({.geometry = small,
                                 .current = current,
                                 .wanted = wanted,
                                 .keep = {},
                                 .protected_pages = {},
                                 .may_mass_erase = false});
    ASSERT_TRUE(plan);
    EXPECT_FALSE(plan->mass_erase);
    EXPECT_EQ(plan->erase.size(), 8U);
}

TEST(Plan, merges_kept_bytes_from_the_target) {
    Bytes current = filled(small.size_bytes, 0x11);
    const Bytes wanted = filled(small.size_bytes, 0x22);
    for (std::uint32_t i = 0; i < 3; ++i) current[0x3FF + i] = static_cast<std::uint8_t>(0xA0 + i);
    const auto plan = make_plan(
        {.geometry = small, .current = current, .wanted = wanted, .keep = {{base + 0x3FF, 3}}, .protected_pages = {}});
    ASSERT_TRUE(plan);
    EXPECT_EQ(Bytes(plan->wanted.begin() + 0x3FE, plan->wanted.begin() + 0x403), (Bytes{0x22, 0xA0, 0xA1, 0xA2, 0x22}));
    EXPECT_EQ(plan->kept, (std::vector<AddressRange>{{base + 0x3FF, 3}}));
}

TEST(Plan, takes_kept_bytes_from_an_earlier_backup_when_given_one) {
    const Bytes current = filled(small.size_bytes, 0xFF);
    const Bytes wanted = filled(small.size_bytes, 0x22);
    const Bytes earlier = filled(small.size_bytes, 0x33);
    const auto plan = make_plan({.geometry = small,
                                 .current = current,
                                 .wanted = wanted,
                                 .keep = {{base + 4, 2}},
                                 .protected_pages = {},
                                 .kept_from = earlier});
    ASSERT_TRUE(plan);
    EXPECT_EQ(Bytes(plan->wanted.begin() + 3, plan->wanted.begin() + 7), (Bytes{0x22, 0x33, 0x33, 0x22}));
}

TEST(Plan, erases_everything_when_blank_may_only_look_blank) {
    const Bytes blank = filled(small.size_bytes, 0xFF);
    const auto plan = make_plan({.geometry = small,
                                 .current = blank,
                                 .wanted = blank,
                                 .keep = {},
                                 .protected_pages = {},
                                 .kept_from = {},
                                 .trust_blank = false});
    ASSERT_TRUE(plan);
    EXPECT_TRUE(plan->mass_erase);
    EXPECT_EQ(plan->half_words, 0U);
}

TEST(Plan, wants_erased_what_the_image_does_not_reach) {
    const Bytes current = filled(small.size_bytes, 0x11);
    const auto plan =
        make_plan({.geometry = small, .current = current, .wanted = Bytes{1, 2, 3}, .keep = {}, .protected_pages = {}});
    ASSERT_TRUE(plan);
    EXPECT_TRUE(plan->mass_erase);
    EXPECT_EQ(plan->program, (std::vector<AddressRange>{{base, 4}}));
    EXPECT_EQ(plan->wanted[3], 0xFF);
}

TEST(Plan, starts_a_new_run_at_the_second_bank) {
    const Geometry two_banks{.base = base, .size_bytes = 0x2000, .page_bytes = 0x400, .bank_bytes = 0x1000};
    const Bytes current = filled(two_banks.size_bytes, 0xFF);
    const Bytes wanted = filled(two_banks.size_bytes, 0x22);
    const auto plan =
        make_plan({.geometry = two_banks, .current = current, .wanted = wanted, .keep = {}, .protected_pages = {}});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->program, (std::vector<AddressRange>{{base, 0x1000}, {base + 0x1000, 0x1000}}));
}

TEST(Plan, never_joins_a_run_of_one_bank_with_one_of_the_other) {
    const Geometry two_banks{.base = base, .size_bytes = 0x2000, .page_bytes = 0x400, .bank_bytes = 0x1000};
    const Bytes current = filled(two_banks.size_bytes, 0xFF);
    Bytes wanted = current;
    wanted[0xFFE] = wanted[0x1002] = 0x22;  // the second bank begins with a blank half-word
    const auto plan = make_plan({.geometry = two_banks, .current = current, .wanted = wanted});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->program, (std::vector<AddressRange>{{base + 0xFFE, 2}, {base + 0x1002, 2}}));
}

struct Refusal {
    const char* name;
    std::size_t image_bytes;
    std::vector<AddressRange> keep;
    std::vector<AddressRange> locked;
    ErrorKind kind;
    const char* what;
};

class PlanRefusals : public testing::TestWithParam<Refusal> {};

TEST_P(PlanRefusals, say_what_is_wrong_in_one_sentence) {
    const Bytes current = filled(small.size_bytes, 0x11);
    const Bytes wanted = filled(GetParam().image_bytes, 0x22);
    const auto plan = make_plan({.geometry = small,
                                 .current = current,
                                 .wanted = wanted,
                                 .keep = GetParam().keep,
                                 .protected_pages = GetParam().locked});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().kind, GetParam().kind);
    EXPECT_EQ(plan.error().what, GetParam().what);
}

INSTANTIATE_TEST_SUITE_P(
    Flash, PlanRefusals,
    testing::Values(
        Refusal{"image_one_byte_too_large",
                0x2001,
                {},
                {},
                ErrorKind::refused,
                "the image holds 8193 bytes but the flash has 8192; choose an image made for this part, nothing was "
                "written"},
        Refusal{"keep_range_past_the_end",
                0x2000,
                {{base + 0x1FFF, 2}},
                {},
                ErrorKind::refused,
                "keep range 0x08001fff-0x08002000 is not inside the flash 0x08000000-0x08001fff; nothing was written"},
        Refusal{"protected_page",
                0x2000,
                {},
                {{base + 0x1000, 0x1000}},
                ErrorKind::protection,
                "the image changes 0x08001000-0x08001fff, which the option bytes write-protect (FLASH_WRPR); take that "
                "protection off with `jig options set`, nothing was written"}),
    [](const testing::TestParamInfo<Refusal>& row) { return std::string(row.param.name); });

TEST(Plan, leaves_protected_pages_alone_when_they_are_alike) {
    Bytes current = filled(small.size_bytes, 0x11);
    Bytes wanted = current;
    current[0x1000] = 0x22;
    const auto plan = make_plan(
        {.geometry = small, .current = current, .wanted = wanted, .keep = {}, .protected_pages = {{base, 0x1000}}});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->erase, (std::vector<std::uint32_t>{base + 0x1000}));
}

}  // namespace
}  // namespace jig::flash
