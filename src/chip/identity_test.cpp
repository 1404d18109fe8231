// SPDX-License-Identifier: Apache-2.0
#include "chip/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace jig::chip {
namespace {

using testing::ElementsAre;

Identity as_read(Silicon silicon, const DensityFacts& facts) {
    const SiliconRow& row = row_of(silicon);
    return {.dpidr = row.dpidr.value_or(facts.dpidr),
            .cpuid = row.cpuid.value_or(facts.cpuid),
            .dbgmcu_idcode = dbgmcu_idcode_of(row, facts),
            .rom_table_pidr = rom_table_pidr_of(row, facts),
            .rom_table_has_etm = row.has_etm.value_or(facts.has_etm)};
}

TEST(Silicon, every_maker_is_told_from_every_other_on_every_density) {
    for (const SiliconRow& row : all_silicon()) {
        for (const DensityFacts& facts : all_densities()) {
            SCOPED_TRACE(std::string(row.key) + " " + std::string(facts.name));
            const SiliconVerdict verdict = judge_silicon(as_read(row.silicon, facts));
            ASSERT_NE(verdict.row, nullptr);
            EXPECT_EQ(verdict.key(), row.key);
            EXPECT_EQ(verdict.contradictions, 0u);
            EXPECT_EQ(verdict.genuine(), row.silicon == Silicon::st);
        }
    }
}

TEST(Silicon, rows_are_distinct_and_found_by_key) {
    std::set<std::string_view> keys;
    for (const SiliconRow& row : all_silicon()) {
        EXPECT_TRUE(keys.insert(row.key).second) << row.key;
        EXPECT_EQ(find_silicon(row.key), &row);
        EXPECT_EQ(&row_of(row.silicon), &row);
        EXPECT_EQ(designer_of(rom_table_pidr_of(row, facts_of(Density::medium))), row.designer);
    }
    EXPECT_EQ(find_silicon("at32"), nullptr);
}

TEST(Silicon, a_verdict_gives_its_reasons) {
    const SiliconVerdict st = judge_silicon(as_read(Silicon::st, facts_of(Density::high)));
    EXPECT_THAT(st.evidence,
                ElementsAre("the ROM table names STMicroelectronics (JEP106 0x20, no continuation) as its designer",
                            "CPUID is 0x411fc231, as in STM32F103 (STMicroelectronics)",
                            "DPIDR is 0x1ba01477, as in STM32F103 (STMicroelectronics)"));
    const SiliconVerdict apm = judge_silicon({.dpidr = {},
                                              .cpuid = {},
                                              .dbgmcu_idcode = {},
                                              .rom_table_pidr = {{0xC3, 0xB4, 0x0B, 0, 4, 0, 0, 0}},
                                              .rom_table_has_etm = false});
    EXPECT_THAT(apm.evidence, ElementsAre("the ROM table is ARM's own (JEP106 0x3B after 4 continuations) and lists no "
                                          "ETM, as in APM32 chips"));
}

TEST(Silicon, an_xl_density_chip_may_answer_as_the_manuals_print) {
    Identity identity = as_read(Silicon::st, facts_of(Density::xl));
    identity.cpuid = 0x411FC231;
    identity.dpidr = 0x1BA01477;
    EXPECT_TRUE(judge_silicon(identity).genuine());
    identity.cpuid = 0x412FC231;
    const SiliconVerdict verdict = judge_silicon(identity);
    EXPECT_FALSE(verdict.genuine());
    EXPECT_EQ(verdict.evidence[1], "CPUID is 0x412fc231, but STM32F103 (STMicroelectronics) has 0x412fc230");
}

TEST(Silicon, a_copied_rom_table_on_another_core_is_not_genuine) {
    Identity identity = as_read(Silicon::st, facts_of(Density::medium));
    identity.cpuid = 0x412FC231;
    identity.dbgmcu_idcode = 0x13036410;
    const SiliconVerdict verdict = judge_silicon(identity);
    EXPECT_FALSE(verdict.genuine());
    EXPECT_EQ(verdict.contradictions, 2u);
    EXPECT_EQ(verdict.evidence[1], "CPUID is 0x412fc231, but STM32F103 (STMicroelectronics) has 0x411fc231");
    EXPECT_EQ(verdict.evidence[3], "REV_ID 0x1303 is none that ST lists for medium density");
}

TEST(Silicon, nothing_is_claimed_without_a_rom_table) {
    Identity identity = as_read(Silicon::st, facts_of(Density::high));
    identity.rom_table_pidr.reset();
    SiliconVerdict verdict = judge_silicon(identity);
    EXPECT_EQ(verdict.key(), "unknown");
    EXPECT_THAT(verdict.evidence, ElementsAre("the ROM table could not be read, so nothing says who made the chip"));
    identity.rom_table_pidr = {0, 0x10, 0x0A, 0, 3, 0, 0, 0};
    verdict = judge_silicon(identity);
    EXPECT_EQ(verdict.row, nullptr);
    EXPECT_THAT(verdict.evidence, ElementsAre("the ROM table's designer, JEP106 0x21 after 3 continuations, is none "
                                              "that jig knows"));
}

TEST(Silicon, a_chip_that_is_no_f103_contradicts) {
    Identity identity = as_read(Silicon::st, facts_of(Density::high));
    identity.dbgmcu_idcode = 0x10016418;
    const SiliconVerdict verdict = judge_silicon(identity);
    EXPECT_FALSE(verdict.genuine());
    EXPECT_EQ(verdict.evidence.back(), "DBGMCU_IDCODE 0x10016418 is no STM32F103's");
}

}  // namespace
}  // namespace jig::chip
