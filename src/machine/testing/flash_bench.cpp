// SPDX-License-Identifier: Apache-2.0
// The moves that every proof about the flash is made of.
#include "machine/testing/flash_bench.hpp"

#include <algorithm>
#include <cctype>

#include "base/bytes.hpp"

namespace jig::machine::testing {

namespace {

constexpr std::uint32_t flash_base = 0x08000000;
constexpr std::uint32_t option_base = 0x1FFFF800;

// More turns than the longest operation has of the shortest poll.
constexpr int wait_limit = 200'000;

std::unique_ptr<Hands> make_hands(Who who, ChipOnDesk& desk) {
    switch (who) {
        case Who::debugger: return std::make_unique<DebuggerHands>(desk);
        case Who::code_in_sram: return std::make_unique<CoreHands>(desk, CodeIn::sram);
        case Who::code_in_flash: return std::make_unique<CoreHands>(desk, CodeIn::flash);
    }
    return nullptr;
}

const char* name_of(Who who) {
    switch (who) {
        case Who::debugger: return "by_the_debugger";
        case Who::code_in_sram: return "by_code_in_SRAM";
        case Who::code_in_flash: return "by_code_in_flash";
    }
    return "";
}

}  // namespace

FlashBench::FlashBench(Who who, const ChipConfig& config) : desk(config), who_(who), hands_(make_hands(who, desk)) {
    CoreHands::install(desk.memory);
}

void FlashBench::set_options(const std::vector<std::uint8_t>& bytes) {
    std::ranges::copy(bytes, desk.memory.option_bytes.begin());
}

void FlashBench::power_on() {
    if (by_debugger()) desk.chip.set_debug_power(true);
    desk.start();
    hands_->chip_started();
}

void FlashBench::power_cycle() {
    desk.chip.power_off();
    desk.pass(after_reset);
    power_on();
}

void FlashBench::pulse_nrst() {
    desk.chip.set_nrst(true);
    desk.pass(after_reset);
    desk.chip.set_nrst(false);
    desk.pass(after_reset);
    hands_->chip_started();
}

void FlashBench::unlock() {
    write(FLASH_KEYR, KEY1);
    write(FLASH_KEYR, KEY2);
}

void FlashBench::unlock_options() {
    unlock();
    write(FLASH_OPTKEYR, KEY1);
    write(FLASH_OPTKEYR, KEY2);
}

Answer FlashBench::program(std::uint32_t address, std::uint16_t value) {
    write(FLASH_CR, PG);
    return write(address, value, Width::half);
}

Answer FlashBench::program_option(std::uint32_t address, std::uint16_t value) {
    write(FLASH_CR, OPTPG | OPTWRE);
    return write(address, value, Width::half);
}

void FlashBench::erase_page(std::uint32_t address) {
    write(FLASH_CR, PER);
    write(FLASH_AR, address);
    write(FLASH_CR, PER | STRT);
}

void FlashBench::mass_erase() {
    write(FLASH_CR, MER);
    write(FLASH_CR, MER | STRT);
}

void FlashBench::erase_options() {
    write(FLASH_CR, OPTER | OPTWRE);
    write(FLASH_CR, OPTER | OPTWRE | STRT);
}

std::uint32_t FlashBench::wait() {
    for (int i = 0; i < wait_limit; ++i) {
        const std::uint32_t sr = word(FLASH_SR);
        if ((sr & BSY) == 0) return sr;
        desk.pass(std::chrono::microseconds{10});
    }
    ADD_FAILURE() << "BSY does not fall";
    return BSY;
}

std::uint32_t FlashBench::wait_and_clear() {
    const std::uint32_t sr = wait();
    write(FLASH_SR, PGERR | WRPRTERR | EOP);
    return sr;
}

std::uint16_t FlashBench::flash_at(std::uint32_t address) const {
    return load_le16(std::span(desk.memory.flash).subspan(address - flash_base));
}

std::uint16_t FlashBench::option_at(std::uint32_t address) const {
    return load_le16(std::span(desk.memory.option_bytes).subspan(address - option_base));
}

void FlashBench::fill(std::uint32_t address, std::uint32_t bytes, std::uint8_t value) {
    std::ranges::fill(std::span(desk.memory.flash).subspan(address - flash_base, bytes), value);
}

bool FlashBench::all_erased(std::uint32_t address, std::uint32_t bytes) const {
    return std::ranges::all_of(std::span(desk.memory.flash).subspan(address - flash_base, bytes),
                               [](std::uint8_t byte) { return byte == 0xFF; });
}

std::vector<RuleCase> cases_of(const std::vector<Rule>& rules) {
    std::vector<RuleCase> cases;
    for (const Rule& rule : rules)
        for (const Who who : rule.who) cases.push_back({&rule, who});
    return cases;
}

std::string case_name(const ::testing::TestParamInfo<RuleCase>& info) {
    std::string name;
    for (const char* c = info.param.rule->sentence; *c != '\0'; ++c) {
        if (std::isalnum(static_cast<unsigned char>(*c)) != 0)
            name += *c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    return name + (name.back() == '_' ? "" : "_") + name_of(info.param.who);
}

ChipConfig medium_density() {
    ChipConfig config;
    config.flash_bytes = 128 * 1024;
    config.page_bytes = 1024;
    config.flash_size_register = 128;
    config.sram_bytes = 20 * 1024;
    return config;
}

void expect_refused(FlashBench& b, std::uint32_t address) {
    b.program(address, 0x1234);
    EXPECT_EQ(b.wait_and_clear(), WRPRTERR);
    EXPECT_EQ(b.flash_at(address), 0xFFFF);
    b.erase_page(address);
    EXPECT_EQ(b.wait_and_clear(), WRPRTERR);
}

void prove(const RuleCase& rule_case) {
    SCOPED_TRACE(rule_case.rule->section);
    FlashBench bench(rule_case.who, rule_case.rule->config);
    bench.power_on();
    rule_case.rule->proof(bench);
}

}  // namespace jig::machine::testing
