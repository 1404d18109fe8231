// SPDX-License-Identifier: Apache-2.0
// PM0075 sections 2.3.1, 2.3.2 and 3: keys, locks and how the registers are reached, one row per sentence.
#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

void expect_locked(FlashBench& b) {
    EXPECT_EQ(b.word(FLASH_CR), LOCK);
    b.write(FLASH_CR, PG);
    EXPECT_EQ(b.word(FLASH_CR), LOCK);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        {"2.3.2", "After reset the FPEC is protected and FLASH_CR takes no write", expect_locked},
        {"2.3.2", "KEY1 and then KEY2 written to FLASH_KEYR open the FPEC",
         [](FlashBench& b) {
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY1).fault);
             EXPECT_EQ(b.word(FLASH_CR), LOCK) << "one key is not enough";
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY2).fault);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
             b.write(FLASH_CR, PG);
             EXPECT_EQ(b.word(FLASH_CR), PG);
         }},
        {"2.3.2", "A bus error comes with the first write when KEY1 does not match",
         [](FlashBench& b) { EXPECT_TRUE(b.write(FLASH_KEYR, KEY1 + 1).fault); }},
        {"2.3.2", "A bus error comes with the second write when KEY2 does not match",
         [](FlashBench& b) {
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY1).fault);
             EXPECT_TRUE(b.write(FLASH_KEYR, KEY2 ^ 0x80000000).fault);
         }},
        {"2.3.2", "The keys in the wrong order are a wrong sequence",
         [](FlashBench& b) {
             EXPECT_TRUE(b.write(FLASH_KEYR, KEY2).fault);
             b.write(FLASH_KEYR, KEY1);
             expect_locked(b);
         }},
        {"2.3.2", "KEY1 written twice is a wrong sequence",
         [](FlashBench& b) {
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY1).fault);
             EXPECT_TRUE(b.write(FLASH_KEYR, KEY1).fault);
             expect_locked(b);
         }},
        {"2.3.2", "A wrong sequence locks the FPEC and FLASH_CR until the next reset",
         [](FlashBench& b) {
             b.write(FLASH_KEYR, 0xDEADBEEF);
             EXPECT_TRUE(b.write(FLASH_KEYR, KEY1).fault);
             EXPECT_TRUE(b.write(FLASH_KEYR, KEY2).fault);
             expect_locked(b);
             b.pulse_nrst();
             b.unlock();
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
        {"2.3.2", "Software locks the FPEC by writing 1 to LOCK",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, LOCK);
             expect_locked(b);
         }},
        {"2.3.2", "An FPEC that software locked is opened by the keys again",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, LOCK);
             b.unlock();
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
        {"3.5", "LOCK is written to 1 only",
         [](FlashBench& b) {
             b.write(FLASH_CR, 0);
             EXPECT_EQ(b.word(FLASH_CR), LOCK);
         }},
        {"2.3.2 our reading", "An open FPEC takes the right sequence once more and stays open",
         [](FlashBench& b) {
             b.unlock();
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY1).fault);
             EXPECT_FALSE(b.write(FLASH_KEYR, KEY2).fault);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
        {"2.3.2 our reading", "A wrong key closes an open FPEC until the next reset",
         [](FlashBench& b) {
             b.unlock();
             EXPECT_TRUE(b.write(FLASH_KEYR, 0).fault);
             expect_locked(b);
         }},
        {"3.2 and 3.3", "FLASH_KEYR and FLASH_OPTKEYR are write only and read as 0",
         [](FlashBench& b) {
             b.write(FLASH_KEYR, KEY1);
             EXPECT_EQ(b.word(FLASH_KEYR), 0U);
             EXPECT_EQ(b.word(FLASH_OPTKEYR), 0U);
         }},
        {"3", "The registers are accessed by words and nothing else",
         [](FlashBench& b) {
             EXPECT_TRUE(b.write(FLASH_CR, 0, Width::half).fault);
             EXPECT_TRUE(b.write(FLASH_CR, 0, Width::byte).fault);
             EXPECT_TRUE(b.read(FLASH_SR, Width::half).fault);
             EXPECT_TRUE(b.read(FLASH_SR, Width::byte).fault);
             EXPECT_FALSE(b.read(FLASH_SR, Width::word).fault);
         }},
        {"3.1", "PRFTBS follows PRFTBE and FLASH_ACR is 0x30 after reset",
         [](FlashBench& b) {
             EXPECT_EQ(b.word(FLASH_ACR), 0x30U);
             b.write(FLASH_ACR, 0x02);
             EXPECT_EQ(b.word(FLASH_ACR), 0x02U);
             b.write(FLASH_ACR, 0x12);
             EXPECT_EQ(b.word(FLASH_ACR), 0x32U);
         }},
        {"2.3.5", "The same keys in FLASH_OPTKEYR set OPTWRE once the FPEC is open",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_OPTKEYR, KEY1);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
             b.write(FLASH_OPTKEYR, KEY2);
             EXPECT_EQ(b.word(FLASH_CR), OPTWRE);
         }},
        {"2.3.5 our reading", "FLASH_OPTKEYR is not heard while the FPEC is locked",
         [](FlashBench& b) {
             EXPECT_FALSE(b.write(FLASH_OPTKEYR, KEY1).fault);
             EXPECT_FALSE(b.write(FLASH_OPTKEYR, KEY2).fault);
             EXPECT_EQ(b.word(FLASH_CR), LOCK);
         }},
        {"2.4.3 our reading", "A wrong key in FLASH_OPTKEYR is a bus error and keeps OPTWRE clear until the next reset",
         [](FlashBench& b) {
             b.unlock();
             EXPECT_TRUE(b.write(FLASH_OPTKEYR, 0xAAAAAAAA).fault);
             b.write(FLASH_CR, 0);
             b.write(FLASH_OPTKEYR, KEY1);
             b.write(FLASH_OPTKEYR, KEY2);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
             b.pulse_nrst();
             b.unlock_options();
             EXPECT_EQ(b.word(FLASH_CR), OPTWRE);
         }},
        {"2.4.3", "Software takes the write access to the option bytes back by clearing OPTWRE",
         [](FlashBench& b) {
             b.unlock_options();
             b.write(FLASH_CR, 0);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
        {"3.5", "OPTWRE is not set by writing it",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, OPTWRE);
             EXPECT_EQ(b.word(FLASH_CR), 0U);
         }},
    };
    return table;
}

JIG_PROVE_RULES(Pm0075, KeyRules, rules());

}  // namespace
}  // namespace jig::machine::testing
