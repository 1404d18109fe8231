// SPDX-License-Identifier: Apache-2.0
#include "chip/part.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <set>

namespace jig::chip {
namespace {

// What the size code in the name means, from the ordering information of the four datasheets, written a second time
// so that a slip in a row is seen.
struct SizeCode {
    unsigned flash_kb;
    unsigned sram_kb;
    Density density;
    std::string_view packages;
};
const std::map<char, SizeCode> size_codes = {
    {'4', {16, 6, Density::low, "TCR"}},      {'6', {32, 10, Density::low, "TCR"}},
    {'8', {64, 20, Density::medium, "TCRV"}}, {'B', {128, 20, Density::medium, "TCRV"}},
    {'C', {256, 48, Density::high, "RVZ"}},   {'D', {384, 64, Density::high, "RVZ"}},
    {'E', {512, 64, Density::high, "RVZ"}},   {'F', {768, 96, Density::xl, "RVZ"}},
    {'G', {1024, 96, Density::xl, "RVZ"}},
};

TEST(Parts, every_row_says_what_its_name_says) {
    std::set<std::string_view> names;
    for (const Part& part : all_parts()) {
        SCOPED_TRACE(part.name);
        ASSERT_EQ(part.name.size(), 11u);
        EXPECT_TRUE(part.name.starts_with("STM32F103"));
        EXPECT_TRUE(names.insert(part.name).second) << "doubled";
        EXPECT_EQ(part.name[9], part.pins_code);
        const SizeCode& code = size_codes.at(part.name[10]);
        EXPECT_EQ(part.flash_kb, code.flash_kb);
        EXPECT_EQ(part.sram_kb, code.sram_kb);
        EXPECT_EQ(part.density, code.density);
        EXPECT_TRUE(code.packages.contains(part.pins_code));
    }
    std::size_t sold = 0;
    for (const auto& [code, row] : size_codes) sold += row.packages.size();
    EXPECT_EQ(all_parts().size(), sold);
}

TEST(Parts, every_row_has_a_whole_number_of_pages_and_banks) {
    for (const Part& part : all_parts()) {
        SCOPED_TRACE(part.name);
        EXPECT_EQ(part.flash_bytes() % part.facts().page_bytes, 0u);
        EXPECT_EQ(part.page_count() * part.facts().page_bytes, part.flash_bytes());
        EXPECT_GT(part.flash_bytes(), part.facts().bank1_bytes);
    }
}

TEST(Parts, the_densities_are_distinct_and_consistent) {
    std::set<std::uint16_t> dev_ids;
    for (const DensityFacts& facts : all_densities()) {
        SCOPED_TRACE(facts.name);
        EXPECT_TRUE(dev_ids.insert(facts.dev_id).second);
        EXPECT_EQ(&facts_of(facts.density), &facts);
        EXPECT_EQ(find_density(facts.dev_id), &facts);
        EXPECT_TRUE(std::has_single_bit(facts.page_bytes));
        EXPECT_EQ(facts.pages_per_wrp_bit * facts.page_bytes, 4096u) << "PM0075 2.5: one WRP bit is 4 KB";
        EXPECT_EQ(facts.pages_protected_with_rdp * facts.page_bytes, 4096u);
        EXPECT_EQ(facts.system_memory.end(), 0x1FFFF7E0u) << "the electronic signature follows the bootloader";
        EXPECT_EQ(facts.boundary_idcode >> 12 & 0xFFF, facts.dev_id);
        EXPECT_EQ(facts.boundary_idcode & 0xFFF, 0x041u) << "ST's JEDEC number";
        std::set<std::uint16_t> revisions;
        for (const Revision& revision : facts.revisions) EXPECT_TRUE(revisions.insert(revision.rev_id).second);
    }
    EXPECT_EQ(find_density(0x418), nullptr) << "connectivity line, not an STM32F103";
}

TEST(Parts, datasheet_spot_checks) {
    const Part& rc = **find_part("STM32F103RC");
    EXPECT_EQ(rc.flash_bytes(), 0x40000u);
    EXPECT_EQ(rc.page_count(), 128u);
    EXPECT_EQ(rc.facts().dev_id, 0x414);
    EXPECT_EQ((*find_part("STM32F103CB"))->page_count(), 128u);
    EXPECT_EQ((*find_part("STM32F103C4"))->sram_bytes(), 6u * 1024);
    EXPECT_EQ((*find_part("STM32F103ZG"))->page_count(), 512u);
}

TEST(Parts, order_codes_name_their_part_in_either_case) {
    for (const char* code : {"STM32F103RC", "stm32f103rct6", "STM32F103RCT6TR", "STM32F103RCY6TR", "STM32F103RCT7"}) {
        const auto part = find_part(code);
        ASSERT_TRUE(part) << code;
        EXPECT_EQ((*part)->name, "STM32F103RC") << code;
    }
}

TEST(Parts, what_is_no_part_is_refused_with_the_nearest) {
    struct Row {
        const char* name;
        const char* what;
    };
    for (const Row& row : {
             Row{"STM32F103RCX6", "unknown part 'STM32F103RCX6'; did you mean 'STM32F103RC'?"},
             Row{"STM32F103TC", "unknown part 'STM32F103TC'; did you mean 'STM32F103T4'?"},
             Row{"STM32F407VG", "unknown part 'STM32F407VG'; write an STM32F103 part, as STM32F103RC"},
             Row{"", "unknown part ''; write an STM32F103 part, as STM32F103RC"},
         }) {
        const auto part = find_part(row.name);
        ASSERT_FALSE(part) << row.name;
        EXPECT_EQ(part.error().kind, ErrorKind::usage);
        EXPECT_EQ(part.error().what, row.what);
    }
}

TEST(Parts, dev_id_and_flash_size_leave_only_the_package_open) {
    std::vector<std::string_view> names;
    for (const Part* part : parts_matching(0x414, 256)) names.push_back(part->name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"STM32F103RC", "STM32F103VC", "STM32F103ZC"}));
    EXPECT_TRUE(parts_matching(0x410, 256).empty());
}

TEST(Parts, revisions_print_as_their_letters) {
    EXPECT_EQ(revision_letters(facts_of(Density::high), 0x1003), "1, 2, 3, X or Y");
    EXPECT_EQ(revision_letters(facts_of(Density::medium), 0x1303), std::nullopt);
}

}  // namespace
}  // namespace jig::chip
