// SPDX-License-Identifier: Apache-2.0
// PM0075 sections 2.3.5, 2.4.2, 2.4.3 and 2.5: option bytes and write protection, one row per sentence.
#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t page = 0x08004000;

// Erases the option bytes and programs RDP again, so that the chip stays open.
void open_and_erase_options(FlashBench& b) {
    b.unlock_options();
    b.erase_options();
    b.wait_and_clear();
    b.program_option(RDP, 0xA5);
    EXPECT_EQ(b.wait_and_clear(), EOP);
}

void expect_taken(FlashBench& b, std::uint32_t address) {
    b.program(address, 0x1234);
    EXPECT_EQ(b.wait_and_clear(), EOP);
    EXPECT_EQ(b.flash_at(address), 0x1234);
    b.erase_page(address);
    EXPECT_EQ(b.wait_and_clear(), EOP);
    EXPECT_EQ(b.flash_at(address), 0xFFFF);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        {"2.3.5", "OPTER with STRT erases the option bytes and nothing of the main flash",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             b.unlock_options();
             b.erase_options();
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.wait(), EOP);
             for (std::uint32_t at = 0; at < 16; at += 2) EXPECT_EQ(b.option_at(RDP + at), 0xFFFF);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.3.5", "OPTPG programs the low byte and its complement computed by the FPEC",
         [](FlashBench& b) {
             open_and_erase_options(b);
             b.program_option(Data0, 0xBE12);
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.option_at(Data0), 0xED12);
         }},
        {"2.3.5", "An option byte that is not erased is skipped with PGERR",
         [](FlashBench& b) {
             b.unlock_options();
             b.program_option(Data0, 0x12);
             EXPECT_EQ(b.wait(), PGERR);
             EXPECT_EQ(b.option_at(Data0), 0x00FF);
         }},
        {"2.3.5 our reading", "Zero is no exception for option bytes",
         [](FlashBench& b) {
             b.unlock_options();
             b.program_option(Data0, 0x0000);
             EXPECT_EQ(b.wait(), PGERR);
             EXPECT_EQ(b.option_at(Data0), 0x00FF);
         }},
        {"2.4.3", "The option bytes are write-protected by default",
         [](FlashBench& b) {
             b.unlock();
             b.write(FLASH_CR, OPTPG);
             b.write(Data0, 0x12, Width::half);
             EXPECT_EQ(b.wait_and_clear(), WRPRTERR);
             b.write(FLASH_CR, OPTER | STRT);
             EXPECT_EQ(b.wait_and_clear(), WRPRTERR);
             EXPECT_EQ(b.option_at(RDP), 0x5AA5);
         }},
        {"2.3.5", "PG does not program option bytes",
         [](FlashBench& b) {
             open_and_erase_options(b);
             b.write(FLASH_CR, PG | OPTWRE);
             b.write(Data0, 0x12, Width::half);
             EXPECT_EQ(b.wait(), 0U);
             EXPECT_EQ(b.option_at(Data0), 0xFFFF);
         }},
        {"2.3.5", "OPTPG does not program the main flash",
         [](FlashBench& b) {
             b.unlock_options();
             b.write(FLASH_CR, OPTPG | OPTWRE);
             b.write(page, 0x1234, Width::half);
             EXPECT_EQ(b.wait(), 0U);
             EXPECT_EQ(b.flash_at(page), 0xFFFF);
         }},
        {"2.3.5", "Option bytes are programmed by half-words and nothing else",
         [](FlashBench& b) {
             open_and_erase_options(b);
             b.write(FLASH_CR, OPTPG | OPTWRE);
             EXPECT_TRUE(b.write(Data0, 0x12, Width::byte).fault);
             EXPECT_TRUE(b.write(Data0, 0x12, Width::word).fault);
             EXPECT_EQ(b.option_at(Data0), 0xFFFF);
         }},
        {"2.4.3", "The option bytes are always readable",
         [](FlashBench& b) {
             EXPECT_EQ(b.word(RDP), 0x00FF5AA5U);
             EXPECT_EQ(b.read(Data0, Width::half).value, 0x00FFU);
             EXPECT_EQ(b.read(Data0, Width::byte).value, 0xFFU);
         }},
        {"2.5", "New option bytes are loaded after a system reset and not before",
         [](FlashBench& b) {
             open_and_erase_options(b);
             b.program_option(USER, 0xFE);
             b.wait_and_clear();
             b.program_option(Data0, 0x12);
             b.wait_and_clear();
             b.program_option(WRP0 + 2, 0xF0);
             b.wait_and_clear();
             EXPECT_EQ(b.word(FLASH_OBR), 0x03FFFFFCU);
             EXPECT_EQ(b.word(FLASH_WRPR), 0xFFFFFFFFU);
             b.pulse_nrst();
             EXPECT_EQ(b.word(FLASH_OBR), 0x03FC4BF8U);
             EXPECT_EQ(b.word(FLASH_WRPR), 0xFFFFF0FFU);
         }},
        {"2.4.2", "On high density a bit of FLASH_WRPR protects two pages",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[8] = 0xEF;  // bit 4: pages 8 and 9
             b.desk.memory.option_bytes[9] = 0x10;
             b.power_cycle();
             EXPECT_EQ(b.word(FLASH_WRPR), 0xFFFFFFEFU);
             b.unlock();
             expect_taken(b, 0x08003800);
             expect_refused(b, 0x08004000);
             expect_refused(b, 0x08004FFE);
             expect_taken(b, 0x08005000);
         }},
        {"2.4.2", "On high density bit 31 protects everything from page 62",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[14] = 0x7F;
             b.desk.memory.option_bytes[15] = 0x80;
             b.power_cycle();
             b.unlock();
             expect_taken(b, 0x0801E800);
             expect_refused(b, 0x0801F000);
             expect_refused(b, 0x0803F800);
         }},
        {"2.4.2",
         "On medium density a bit of FLASH_WRPR protects four pages",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[8] = 0xEF;  // bit 4: pages 16 to 19
             b.desk.memory.option_bytes[9] = 0x10;
             b.power_cycle();
             b.unlock();
             expect_taken(b, 0x08003C00);
             expect_refused(b, 0x08004000);
             expect_refused(b, 0x08004C00);
             expect_taken(b, 0x08005000);
         },
         {Who::debugger, Who::code_in_sram},
         medium_density()},
        {"2.4.2 our reading", "A mass erase is refused when any page is write-protected",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[8] = 0xEF;
             b.desk.memory.option_bytes[9] = 0x10;
             b.fill(page + 0x8000, 2, 0x00);
             b.power_cycle();
             b.unlock();
             b.mass_erase();
             EXPECT_EQ(b.wait(), WRPRTERR);
             EXPECT_EQ(b.flash_at(page + 0x8000), 0x0000);
         }},
        {"2.4.2", "Write protection ends when the erased WRP bytes are loaded by a reset",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[8] = 0xEF;
             b.desk.memory.option_bytes[9] = 0x10;
             b.power_cycle();
             open_and_erase_options(b);
             expect_refused(b, page);
             b.pulse_nrst();
             b.unlock();
             expect_taken(b, page);
         }},
        {"2.5", "A byte that does not match its complement is loaded as 0xFF and sets OPTERR",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[4] = 0x12;  // Data0 without its complement
             b.desk.memory.option_bytes[5] = 0x00;
             b.desk.memory.option_bytes[8] = 0x00;  // WRP0 too
             b.desk.memory.option_bytes[9] = 0x00;
             b.power_cycle();
             EXPECT_EQ(b.word(FLASH_OBR), 0x03FFFFFDU);
             EXPECT_EQ(b.word(FLASH_WRPR), 0xFFFFFFFFU);
         }},
        {"2.5", "A byte and complement that are both 0xFF are erased and no error",
         [](FlashBench& b) {
             open_and_erase_options(b);
             b.pulse_nrst();
             EXPECT_EQ(b.word(FLASH_OBR), 0x03FFFFFCU);
         }},
        {"2.3.5", "An erased RDP protects at the next load and is no error",
         [](FlashBench& b) {
             b.unlock_options();
             b.erase_options();
             b.wait_and_clear();
             EXPECT_EQ(b.word(FLASH_OBR) & 3U, 0U);
             b.power_cycle();
             EXPECT_EQ(b.word(FLASH_OBR) & 3U, 2U);
         }},
        {"2.5", "An RDP that does not match its complement protects and sets OPTERR",
         [](FlashBench& b) {
             b.desk.memory.option_bytes[1] = 0x00;
             b.power_cycle();
             EXPECT_EQ(b.word(FLASH_OBR) & 3U, 3U);
         }},
    };
    return table;
}

JIG_PROVE_RULES(Pm0075, OptionRules, rules());

}  // namespace
}  // namespace jig::machine::testing
