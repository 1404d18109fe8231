// SPDX-License-Identifier: Apache-2.0
// What XL density has twice (RM0008 3.3.3 and 3.4; PM0068 for what these leave open), one row per sentence.
#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t in_bank1 = 0x08004000;
constexpr std::uint32_t bank2 = 0x08080000;

ChipConfig xl_density() {
    ChipConfig config;
    config.flash_bytes = 1024 * 1024;
    config.bank_bytes = 512 * 1024;
    config.flash_size_register = 1024;
    config.sram_bytes = 96 * 1024;
    return config;
}

void unlock_bank2(FlashBench& b) {
    b.write(FLASH_KEYR2, KEY1);
    b.write(FLASH_KEYR2, KEY2);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        {"RM0008 table 8", "Each bank has its own lock",
         [](FlashBench& b) {
             EXPECT_EQ(b.word(FLASH_CR2), LOCK);
             b.unlock();
             EXPECT_EQ(b.word(FLASH_CR2), LOCK);
             unlock_bank2(b);
             EXPECT_EQ(b.word(FLASH_CR2), 0U);
             EXPECT_TRUE(b.write(FLASH_KEYR2, 0).fault);
             EXPECT_EQ(b.word(FLASH_CR2), LOCK);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
        {"RM0008 table 8", "FLASH_CR2 programs bank 2 and FLASH_CR does not",
         [](FlashBench& b) {
             b.unlock();
             b.program(bank2, 0x1234);
             EXPECT_EQ(b.wait(), 0U);
             unlock_bank2(b);
             b.write(FLASH_CR2, PG);
             b.write(bank2, 0x1234, Width::half);
             EXPECT_EQ(b.word(FLASH_SR2), BSY);
             EXPECT_EQ(b.word(FLASH_SR), 0U);
             b.desk.pass(std::chrono::milliseconds(1));
             EXPECT_EQ(b.word(FLASH_SR2), EOP);
             EXPECT_EQ(b.flash_at(bank2), 0x1234);
         }},
        {"RM0008 3.3.3", "One bank is read at once while the other is busy",
         [](FlashBench& b) {
             b.unlock();
             b.erase_page(in_bank1);
             EXPECT_LT(b.read(bank2).took, std::chrono::microseconds(30));
             EXPECT_EQ(b.word(FLASH_SR), BSY);
         }},
        {"our reading", "MER erases its own bank",
         [](FlashBench& b) {
             b.fill(in_bank1, 2, 0x00);
             b.fill(bank2, 2, 0x00);
             unlock_bank2(b);
             b.write(FLASH_CR2, MER);
             b.write(FLASH_CR2, MER | STRT);
             b.desk.pass(std::chrono::milliseconds(31));
             EXPECT_EQ(b.word(FLASH_SR2), EOP);
             EXPECT_EQ(b.flash_at(bank2), 0xFFFF);
             EXPECT_EQ(b.flash_at(in_bank1), 0x0000);
         }},
        {"our reading", "Lifting read protection erases both banks",
         [](FlashBench& b) {
             b.fill(in_bank1, 2, 0x00);
             b.fill(bank2, 2, 0x00);
             b.set_options({0xFF, 0xFF});
             b.power_cycle();
             b.unlock_options();
             b.program_option(RDP, 0xA5);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(bank2), 0xFFFF);
             EXPECT_EQ(b.flash_at(in_bank1), 0xFFFF);
         }},
        {"RM0008 3.4",
         "BFB2 cleared starts bank 2 when a stack pointer lies there",
         [](FlashBench& b) {
             b.set_options({0xA5, 0x5A, 0xF7, 0x08});
             b.power_cycle();
             EXPECT_EQ(b.word(0x00000004) >> 24, 0x08U) << "bank 1: bank 2 holds no stack pointer";
             EXPECT_EQ(b.word(0x00000000), b.word(0x08000000));
             b.fill(bank2 + 3, 1, 0x20);
             b.fill(bank2, 3, 0x00);
             b.desk.memory.flash[512 * 1024 + 4] = 0x41;
             b.pulse_nrst();
             EXPECT_EQ(b.word(0x00000000), 0x20000000U);
             EXPECT_EQ(b.word(0x00000004), 0xFFFFFF41U);
         },
         {Who::debugger}},
    };
    return table;
}

class BankRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(BankRules, hold) {
    FlashBench bench(GetParam().who, xl_density());
    bench.power_on();
    SCOPED_TRACE(GetParam().rule->section);
    GetParam().rule->proof(bench);
}

INSTANTIATE_TEST_SUITE_P(Pm0068, BankRules, ::testing::ValuesIn(cases_of(rules())), case_name);

}  // namespace
}  // namespace jig::machine::testing
