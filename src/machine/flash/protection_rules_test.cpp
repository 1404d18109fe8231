// SPDX-License-Identifier: Apache-2.0
// PM0075 section 2.4.1: read protection, one row per sentence.
#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t page = 0x08004000;

void protect(FlashBench& b) {
    b.set_options({0x00, 0xFF});
    b.power_cycle();
    EXPECT_EQ(b.word(FLASH_OBR) & 2U, 2U);
}

void protect_and_erase_options(FlashBench& b) {
    protect(b);
    b.unlock_options();
    b.erase_options();
    b.wait_and_clear();
}

// The three steps of PM0075's unprotection but the reset.
void lift(FlashBench& b) {
    b.unlock_options();
    b.erase_options();
    EXPECT_EQ(b.wait_and_clear(), EOP);
    b.program_option(RDP, 0xA5);
    EXPECT_EQ(b.wait_and_clear(), EOP);
    EXPECT_EQ(b.option_at(RDP), 0x5AA5);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        {"2.4.1", "Under read protection the debugger and code in SRAM get a bus error for main flash",
         [](FlashBench& b) {
             EXPECT_FALSE(b.read(page).fault);
             protect(b);
             EXPECT_TRUE(b.read(page).fault);
             EXPECT_TRUE(b.read(page, Width::half).fault);
             EXPECT_TRUE(b.read(page, Width::byte).fault);
         }},
        {"2.4.1",
         "Under read protection user code in flash reads flash",
         [](FlashBench& b) {
             b.fill(page, 4, 0x12);
             protect(b);
             const Answer answer = b.read(page);
             EXPECT_FALSE(answer.fault);
             EXPECT_EQ(answer.value, 0x12121212U);
         },
         {Who::code_in_flash}},
        {"2.4.1",
         "User code loses its reads of flash while debug is active",
         [](FlashBench& b) {
             protect(b);
             EXPECT_FALSE(b.read(page).fault);
             b.desk.chip.set_debug_power(true);
             EXPECT_TRUE(b.read(page).fault);
         },
         {Who::code_in_flash}},
        {"2.4.1", "Read protection leaves SRAM and the option bytes readable",
         [](FlashBench& b) {
             protect(b);
             EXPECT_FALSE(b.read(0x20000000).fault);
             EXPECT_EQ(b.read(RDP, Width::half).value, 0xFF00U);
             EXPECT_FALSE(b.read(0x1FFFF7E8).fault) << "UID";
         }},
        {"2.4.1", "Under read protection the debugger and code in SRAM change no page",
         [](FlashBench& b) {
             protect(b);
             b.unlock();
             expect_refused(b, page);
             expect_refused(b, 0x0803F800);
         }},
        {"2.4.1",
         "Under read protection user code programs pages behind the first two of high density",
         [](FlashBench& b) {
             protect(b);
             b.unlock();
             b.program(0x08001000, 0x1234);
             EXPECT_EQ(b.wait_and_clear(), EOP);
             EXPECT_EQ(b.flash_at(0x08001000), 0x1234);
             expect_refused(b, 0x08000FFE);
         },
         {Who::code_in_flash}},
        {"2.4.1",
         "Under read protection the first four pages of medium density are write-protected",
         [](FlashBench& b) {
             protect(b);
             b.unlock();
             b.program(0x08001000, 0x1234);
             EXPECT_EQ(b.wait_and_clear(), EOP);
             expect_refused(b, 0x08000FFE);
         },
         {Who::code_in_flash},
         medium_density()},
        {"2.4.1", "Read protection does not stand against a mass erase",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect(b);
             b.unlock();
             b.mass_erase();
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_TRUE(b.all_erased(0x08000000, b.desk.config.flash_bytes));
         }},
        {"2.4.1", "Erasing the option bytes does not erase the main flash",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect(b);
             b.unlock_options();
             b.erase_options();
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(page), 0x0000);
             EXPECT_TRUE(b.read(page).fault) << "still protected";
         }},
        {"2.4.1", "Programming RDP with 0xA5 under protection erases the main flash first",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect_and_erase_options(b);
             b.program_option(RDP, 0xA5);
             b.desk.pass(std::chrono::milliseconds(29));
             EXPECT_EQ(b.word(FLASH_SR), BSY);
             EXPECT_EQ(b.option_at(RDP), 0xFFFF) << "the key comes last";
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_TRUE(b.all_erased(0x08000000, b.desk.config.flash_bytes));
             EXPECT_EQ(b.option_at(RDP), 0x5AA5);
         }},
        {"2.3.5", "Programming another option byte under protection erases nothing",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect_and_erase_options(b);
             b.program_option(Data0, 0xA5);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.3.5", "Programming RDP with another value under protection erases nothing",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect_and_erase_options(b);
             b.program_option(RDP, 0x00);
             EXPECT_EQ(b.wait(), EOP);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.3.5", "Programming RDP with 0xA5 erases nothing while FLASH_OBR says unprotected",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             lift(b);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.3.5", "An RDP that was not erased first is refused and nothing is erased",
         [](FlashBench& b) {
             b.fill(page, 2, 0x00);
             protect(b);
             b.unlock_options();
             b.program_option(RDP, 0xA5);
             EXPECT_EQ(b.wait(), PGERR);
             EXPECT_EQ(b.flash_at(page), 0x0000);
         }},
        {"2.4.1 note",
         "Protection set with the debugger connected needs a power-on reset",
         [](FlashBench& b) {
             b.unlock_options();
             b.erase_options();
             b.wait();
             b.pulse_nrst();
             EXPECT_EQ(b.word(FLASH_OBR) & 2U, 0U);
             EXPECT_FALSE(b.read(page).fault);
             b.power_cycle();
             EXPECT_EQ(b.word(FLASH_OBR) & 2U, 2U);
             EXPECT_TRUE(b.read(page).fault);
         },
         {Who::debugger}},
        {"2.4.1",
         "Protection set without a debugger is in force after a system reset",
         [](FlashBench& b) {
             b.unlock_options();
             b.erase_options();
             b.wait();
             b.pulse_nrst();
             EXPECT_EQ(b.word(FLASH_OBR) & 2U, 2U);
             EXPECT_TRUE(b.read(page).fault);
         },
         {Who::code_in_sram}},
        {"2.4.1",
         "Protection lifted by the debugger stays in force until a power-on reset",
         [](FlashBench& b) {
             protect(b);
             lift(b);
             b.pulse_nrst();
             EXPECT_TRUE(b.read(page).fault);
             b.power_cycle();
             EXPECT_FALSE(b.read(page).fault);
             EXPECT_EQ(b.word(FLASH_OBR) & 3U, 0U);
         },
         {Who::debugger}},
        {"2.4.1 note",
         "Protection lifted without a debugger ends with a system reset",
         [](FlashBench& b) {
             protect(b);
             lift(b);
             CoreHands::install(b.desk.memory);  // the mass erase took the program in flash
             b.pulse_nrst();
             EXPECT_FALSE(b.read(page).fault);
             EXPECT_EQ(b.word(FLASH_OBR) & 3U, 0U);
         },
         {Who::code_in_sram}},
        {"2.4.1", "A lifted protection is still in force before any reset",
         [](FlashBench& b) {
             protect(b);
             lift(b);
             EXPECT_TRUE(b.read(page).fault);
             EXPECT_EQ(b.word(FLASH_OBR) & 2U, 2U);
         }},
        {"2.4.1",
         "A protected chip that boots from SRAM does not read flash",
         [](FlashBench& b) {
             b.set_options({0x00, 0xFF});
             b.desk.chip.set_boot_pins(true, true);
             b.power_cycle();
             EXPECT_TRUE(b.read(page).fault);
         },
         {Who::debugger}},
    };
    return table;
}

JIG_PROVE_RULES(Pm0075, ProtectionRules, rules());

}  // namespace
}  // namespace jig::machine::testing
