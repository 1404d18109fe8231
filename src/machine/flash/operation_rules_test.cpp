// SPDX-License-Identifier: Apache-2.0
// PM0075 sections 2.3.3, 2.3.4 and 3.4 to 3.6: programming, erasing, status and errors, one row per sentence.
#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t page = 0x08004000;
constexpr std::uint32_t RCC_CR = 0x40021000, RCC_CFGR = 0x40021004, NVIC_ISPR0 = 0xE000E200;
constexpr std::uint32_t flash_irq = 1U << 4;

// One half-word, from the write to BSY falling, as it looks from outside.
Picoseconds time_of_half_word(FlashBench& b) {
    b.unlock();
    b.program(page, 0x1234);
    const Picoseconds from = b.desk.chip.now();
    for (int i = 0; i < 200 && b.flash_at(page) == 0xFFFF; ++i) b.desk.pass(500ns);
    return b.desk.chip.now() - from;
}

ChipConfig with_times(FlashTimes times) {
    ChipConfig config;
    config.flash_times = times;
    return config;
}

// Only the SRAM monitor and the debugger can look at the flash interface while it is busy.
const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        {"2.3.3", "A half-word written with PG set is programmed and EOP says so",
         [](FlashBench& b) {
             b.unlock();
             EXPECT_FALSE(b.program(page + 6, 0xBEEF).fault);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(page + 6), 0xBEEF);
             EXPECT_EQ(b.flash_at(page + 4), 0xFFFF);
             EXPECT_EQ(b.flash_at(page + 8), 0xFFFF);
         }},
        {"2.3.3", "A byte written to the flash is a bus error",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, PG);
             EXPECT_TRUE(b.write(page, 0x12, Width::byte).fault);
             EXPECT_EQ(b.word(FLASH_SR), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"2.3.3", "A word written to the flash is a bus error",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, PG);
             EXPECT_TRUE(b.write(page, 0x12345678, Width::word).fault);
             EXPECT_EQ(b.word(FLASH_SR), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"2.3.3", "Without PG nothing is programmed",
         [](FlashBench& b) {
             b.unlock();
             b.write(page, 0x1234, Width::half);
             EXPECT_EQ(b.wait(), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"2.3.3", "While the FPEC is locked nothing is programmed",
         [](FlashBench& b) {
             b.program(page, 0x1234);
             EXPECT_EQ(b.wait(), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"2.3.3", "A location that is not erased is skipped with PGERR",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.wait_and_clear();
             b.program(page, 0x1230);
             EXPECT_EQ(b.wait(), PGERR);
             EXPECT_EQ(b.flash_at(page), 0x1234);
         }},
        {"2.3.3", "The value that a location holds already is no exception from PGERR",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.wait_and_clear();
             b.program(page, 0x1234);
             EXPECT_EQ(b.wait(), PGERR);
         }},
        {"2.3.3", "0x0000 is programmed over anything without PGERR",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.wait_and_clear();
             b.program(page, 0x0000);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.3.3", "A read of the flash while BSY is set stalls until the operation is over",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             const Answer answer = b.read(page, Width::half);
             EXPECT_FALSE(answer.fault);
             EXPECT_EQ(answer.value, 0x1234U) << "it completes after the operation";
             EXPECT_GT(answer.took, 25us);
             EXPECT_EQ(b.word(FLASH_SR), EOP);
         }},
        {"2.3.3", "A write to the flash while BSY is set stalls and is then programmed",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             const Answer answer = b.write(page + 2, 0x5678, Width::half);
             EXPECT_GT(answer.took, 25us);
             EXPECT_EQ(b.word(FLASH_SR) & BSY, BSY);
             b.wait();
             EXPECT_EQ(b.flash_at(page), 0x1234);
             EXPECT_EQ(b.flash_at(page + 2), 0x5678);
         }},
        {"2.3", "The registers are read at once while an operation runs",
         [](FlashBench& b) {
             b.unlock();
             b.erase_page(page);
             EXPECT_LT(b.read(FLASH_SR).took, 20us);
         }},
        {"2.3.3", "The registers take no write while BSY is set",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.write(FLASH_CR, MER);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.word(FLASH_CR), PG);
         }},
        {"3.6", "FLASH_AR takes no write while BSY is set",
         [](FlashBench& b) {
             b.fill(page, 4096, 0x00);
             b.unlock();
             b.write(FLASH_CR, PER);
             b.write(FLASH_AR, page);
             b.write(FLASH_CR, PER | STRT);
             b.write(FLASH_AR, page + 2048);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             b.wait_and_clear();
             b.write(FLASH_CR, PER | STRT);
             b.wait();
             EXPECT_TRUE(b.all_erased(page, 2048));
             EXPECT_FALSE(b.all_erased(page + 2048, 2048));
         }},
        {"3.6", "FLASH_AR follows the address that was programmed last",
         [](FlashBench& b) {
             b.fill(page + 2, 2046, 0x00);
             b.unlock();
             b.program(page, 0x1234);
             b.wait_and_clear();
             b.write(FLASH_CR, PER);
             b.write(FLASH_CR, PER | STRT);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_TRUE(b.all_erased(page, 2048));
         }},
        {"3.4", "The flags of FLASH_SR are cleared by writing 1 and kept by writing 0",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.wait();
             b.program(page, 0x1230);
             EXPECT_EQ(b.wait(), EOP | PGERR);
             b.write(FLASH_SR, 0);
             EXPECT_EQ(b.word(FLASH_SR), EOP | PGERR);
             b.write(FLASH_SR, PGERR);
             EXPECT_EQ(b.word(FLASH_SR), EOP);
             b.write(FLASH_SR, EOP);
             EXPECT_EQ(b.word(FLASH_SR), 0U);
         }},
        {"3.5 our reading", "PG together with PER programs nothing",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, PG | PER);
             b.write(page, 0x1234, Width::half);
             EXPECT_EQ(b.wait(), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"DS5792 5.3.9", "A half-word takes 52.5 us typically",
         [](FlashBench& b) {
             const Picoseconds took = time_of_half_word(b);
             EXPECT_GT(took, 30us);
             EXPECT_LT(took, 54us);
         }},
        {"DS5792 5.3.9",
         "A half-word takes 40 us at least",
         [](FlashBench& b) { EXPECT_LT(time_of_half_word(b), 41us); },
         {Who::debugger, Who::code_in_sram},
         with_times(FlashTimes::minimum)},
        {"DS5792 5.3.9",
         "A half-word takes 70 us at most",
         [](FlashBench& b) {
             const Picoseconds took = time_of_half_word(b);
             EXPECT_GT(took, 50us);
             EXPECT_LT(took, 71us);
         },
         {Who::debugger, Who::code_in_sram},
         with_times(FlashTimes::maximum)},
        {"2.3.4", "PER with an address in FLASH_AR and STRT erases that page and no other",
         [](FlashBench& b) {
             b.fill(page - 2048, 3 * 2048, 0x00);
             b.unlock();
             b.erase_page(page + 0x123);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_TRUE(b.all_erased(page, 2048));
             EXPECT_EQ(b.flash_at(page - 2), 0x0000);
             EXPECT_EQ(b.flash_at(page + 2048), 0x0000);
         }},
        {"2.3.4",
         "A page has 1 KB on medium density",
         [](FlashBench& b) {
             b.fill(page - 1024, 3 * 1024, 0x00);
             b.unlock();
             b.erase_page(page);
             b.wait();
             EXPECT_TRUE(b.all_erased(page, 1024));
             EXPECT_EQ(b.flash_at(page - 2), 0x0000);
             EXPECT_EQ(b.flash_at(page + 1024), 0x0000);
         },
         {Who::debugger, Who::code_in_sram},
         medium_density()},
        {"3.5", "STRT reads 1 until BSY falls",
         [](FlashBench& b) {
             b.unlock();
             b.erase_page(page);
             EXPECT_EQ(b.word(FLASH_CR), PER | STRT);
             b.wait();
             EXPECT_EQ(b.word(FLASH_CR), PER);
         }},
        {"DS5792 5.3.9", "A page erase takes 30 ms by our definition of typical",
         [](FlashBench& b) {
             b.unlock();
             b.erase_page(page);
             b.desk.pass(29ms);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             b.desk.pass(1ms);
             EXPECT_EQ(b.word(FLASH_SR), EOP);
         }},
        {"2.3.4", "MER with STRT erases the whole main flash and leaves the information block alone",
         [](FlashBench& b) {
             b.fill(page, 2048, 0x00);
             b.unlock();
             b.mass_erase();
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_TRUE(b.all_erased(0x08000000, b.desk.config.flash_bytes));
             EXPECT_EQ(b.option_at(RDP), 0x5AA5);
         }},
        {"3.5 our reading", "STRT without a mode starts nothing",
         [](FlashBench& b) {
             b.fill(page, 2048, 0x00);
             b.unlock();
             b.write(FLASH_AR, page);
             b.write(FLASH_CR, STRT);
             EXPECT_EQ(b.word(FLASH_SR), 0U);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"3.4 our reading", "An address that is not in the flash is refused with WRPRTERR",
         [](FlashBench& b) {
             b.unlock();
             b.erase_page(0x08000000 + b.desk.config.flash_bytes);
             EXPECT_EQ(b.wait(), WRPRTERR);
         }},
        {"3.5", "EOPIE raises interrupt 4 with EOP",
         [](FlashBench& b) {
             b.unlock();
             b.program(page, 0x1234);
             b.wait();
             EXPECT_EQ(b.word(NVIC_ISPR0) & flash_irq, 0U);
             b.write(FLASH_SR, EOP);
             b.write(FLASH_CR, PG | EOPIE);
             b.write(page + 2, 0x1234, Width::half);
             b.wait();
             EXPECT_EQ(b.word(NVIC_ISPR0) & flash_irq, flash_irq);
         }},
        {"3.5", "ERRIE raises interrupt 4 with PGERR",
         [](FlashBench& b) {
             b.fill(page, 2, 0x55);
             b.unlock();
             b.write(FLASH_CR, PG | ERRIE);
             EXPECT_EQ(b.word(NVIC_ISPR0) & flash_irq, 0U);
             b.write(page, 0x1234, Width::half);
             EXPECT_EQ(b.wait(), PGERR);
             EXPECT_EQ(b.word(NVIC_ISPR0) & flash_irq, flash_irq);
         }},
        {"1.2 our reading", "Operations need the HSI and wait until it runs",
         [](FlashBench& b) {
             b.write(RCC_CR, 0x00010083);  // HSEON
             b.desk.pass(5ms);
             b.write(RCC_CFGR, 0x00000001);  // SYSCLK from the HSE
             b.write(RCC_CR, 0x00010082);    // HSION cleared
             b.unlock();
             b.program(page, 0x1234);
             b.desk.pass(1ms);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
             b.write(RCC_CR, 0x00010083);
             b.desk.pass(1ms);
             EXPECT_EQ(b.word(FLASH_SR), EOP);
             EXPECT_EQ(b.flash_at(page), 0x1234);
         }},
        {"2.3.3",
         "Code in flash that programs flash is held until the operation is over",
         [](FlashBench& b) {
             b.unlock();
             const Answer answer = b.program(page, 0x1234);
             EXPECT_GT(answer.took, 50us);
             EXPECT_EQ(b.word(FLASH_SR), EOP);
             EXPECT_EQ(b.flash_at(page), 0x1234);
         },
         {Who::code_in_flash}},
    };
    return table;
}

JIG_PROVE_RULES(Pm0075, OperationRules, rules());

}  // namespace
}  // namespace jig::machine::testing
