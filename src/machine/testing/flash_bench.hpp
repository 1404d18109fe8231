// SPDX-License-Identifier: Apache-2.0
// The table of the flash's rules and the chip they are proven on: every row is a sentence of a manual and its proof,
// carried out by whichever hands the case names.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "machine/testing/hands.hpp"

namespace jig::machine::testing {

inline constexpr std::uint32_t FLASH_ACR = 0x40022000, FLASH_KEYR = 0x40022004, FLASH_OPTKEYR = 0x40022008,
                               FLASH_SR = 0x4002200C, FLASH_CR = 0x40022010, FLASH_AR = 0x40022014,
                               FLASH_OBR = 0x4002201C, FLASH_WRPR = 0x40022020, FLASH_KEYR2 = 0x40022044,
                               FLASH_SR2 = 0x4002204C, FLASH_CR2 = 0x40022050, FLASH_AR2 = 0x40022054;
inline constexpr std::uint32_t BSY = 0x01, PGERR = 0x04, WRPRTERR = 0x10, EOP = 0x20;
inline constexpr std::uint32_t PG = 0x0001, PER = 0x0002, MER = 0x0004, OPTPG = 0x0010, OPTER = 0x0020, STRT = 0x0040,
                               LOCK = 0x0080, OPTWRE = 0x0200, ERRIE = 0x0400, EOPIE = 0x1000;
inline constexpr std::uint32_t KEY1 = 0x45670123, KEY2 = 0xCDEF89AB;
inline constexpr std::uint32_t RDP = 0x1FFFF800, USER = 0x1FFFF802, Data0 = 0x1FFFF804, WRP0 = 0x1FFFF808;

enum class Who { debugger, code_in_sram, code_in_flash };

// What a proof works with.
class FlashBench {
 public:
    explicit FlashBench(Who who, const ChipConfig& config = {});

    // Option bytes as they lie, before power comes.
    void set_options(const std::vector<std::uint8_t>& bytes);
    void power_on();
    void power_cycle();
    void pulse_nrst();

    [[nodiscard]] bool by_debugger() const { return who_ == Who::debugger; }
    [[nodiscard]] Answer read(std::uint32_t address, Width width = Width::word) { return hands_->read(address, width); }
    Answer write(std::uint32_t address, std::uint32_t value, Width width = Width::word) {
        return hands_->write(address, value, width);
    }
    [[nodiscard]] std::uint32_t word(std::uint32_t address) { return read(address).value; }

    void unlock();
    void unlock_options();
    // Starts one; CR is left with the mode that was set.
    Answer program(std::uint32_t address, std::uint16_t value);
    Answer program_option(std::uint32_t address, std::uint16_t value);
    void erase_page(std::uint32_t address);
    void mass_erase();
    void erase_options();
    // Polls BSY to its end and hands out FLASH_SR.
    std::uint32_t wait();
    std::uint32_t wait_and_clear();

    [[nodiscard]] std::uint16_t flash_at(std::uint32_t address) const;
    [[nodiscard]] std::uint16_t option_at(std::uint32_t address) const;
    // Erased flash before the proof would prove nothing about an erase.
    void fill(std::uint32_t address, std::uint32_t bytes, std::uint8_t value);
    [[nodiscard]] bool all_erased(std::uint32_t address, std::uint32_t bytes) const;

    ChipOnDesk desk;

 private:
    Who who_;
    std::unique_ptr<Hands> hands_;
};

// One rule. `who` lists the hands that can show it; nearly always the debugger and a program.
struct Rule {
    const char* section;
    const char* sentence;
    void (*proof)(FlashBench&);
    std::vector<Who> who = {Who::debugger, Who::code_in_sram};
    ChipConfig config = {};
};

struct RuleCase {
    const Rule* rule;
    Who who;
};
[[nodiscard]] std::vector<RuleCase> cases_of(const std::vector<Rule>& rules);
// The sentence as GoogleTest takes names, and whose hands prove it.
[[nodiscard]] std::string case_name(const ::testing::TestParamInfo<RuleCase>& info);

// 128 KB in pages of 1 KB.
[[nodiscard]] ChipConfig medium_density();
// Neither programming nor erasing the page at `address` is taken.
void expect_refused(FlashBench& b, std::uint32_t address);

// Shows one rule on a chip of its own.
void prove(const RuleCase& rule_case);

// One test for each rule and each of the hands that can show it.
#define JIG_PROVE_RULES(manual, suite, table)                   \
    class suite : public ::testing::TestWithParam<RuleCase> {}; \
    TEST_P(suite, holds) { prove(GetParam()); }                 \
    INSTANTIATE_TEST_SUITE_P(manual, suite, ::testing::ValuesIn(cases_of(table)), case_name)

}  // namespace jig::machine::testing
