// SPDX-License-Identifier: Apache-2.0
// Cycles and time, code that changes under the core, accesses to what is not modelled, and copies of a running chip.
#include "machine/chip_time.hpp"

#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/counting_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipMemory;
using testing::ChipOnDesk;
using testing::counter_address;
using namespace std::chrono_literals;

constexpr std::uint32_t RCC_CFGR = 0x40021004, FLASH_KEYR = 0x40022004, FLASH_SR = 0x4002200C, FLASH_CR = 0x40022010;

struct Counting : ChipOnDesk {
    explicit Counting(const ChipFaults& faults = {}) : ChipOnDesk({}, faults) {
        testing::install_counter(memory.flash);
        start();
    }
    std::uint32_t counted_in(Picoseconds time) {
        const std::uint32_t before = read(counter_address).value;
        pass(time);
        return read(counter_address).value - before;
    }
    void unlock() {
        write(FLASH_KEYR, 0x45670123);
        write(FLASH_KEYR, 0xCDEF89AB);
    }
};

TEST(ChipTimeTest, goes_there_and_back_without_losing_a_cycle) {
    for (const std::uint32_t hz : {8'000'000U, 72'000'000U, 40'000U}) {
        ChipTime time;
        time.anchor(123ns, 1000, hz);
        for (const std::uint64_t cycle : {1000ULL, 1001ULL, 72'000'000'000ULL})
            EXPECT_EQ(time.cycle_at(time.at_cycle(cycle)), cycle) << hz;
        EXPECT_EQ(time.cycle_at(time.at_cycle(2000) + Picoseconds{1}), 2001U) << hz;
    }
}

TEST(ChipTimeTest, slows_the_core_down_with_hclk) {
    Counting desk;
    const std::uint32_t at_8_mhz = desk.counted_in(10ms);
    desk.write(RCC_CFGR, 0x80);  // HPRE: SYSCLK / 2
    const std::uint32_t at_4_mhz = desk.counted_in(10ms);
    EXPECT_NEAR(at_8_mhz, 2.0 * at_4_mhz, 4);
    EXPECT_GT(at_8_mhz, 10'000U);
    EXPECT_LT(at_8_mhz, 80'000U);
}

TEST(ChipTimeTest, slows_branches_in_flash_down_with_its_wait_states) {
    Counting desk;
    const std::uint32_t without = desk.counted_in(10ms);
    desk.write(0x40022000, 0x32);  // FLASH_ACR: LATENCY 2
    const std::uint32_t with = desk.counted_in(10ms);
    EXPECT_LT(with, without);
    desk.write(0x40022000, 0x30);
    EXPECT_NEAR(desk.counted_in(10ms), without, 1);
}

TEST(ChipTimeTest, stands_where_it_was_told) {
    Counting desk;
    const Picoseconds before = desk.chip.now();
    desk.chip.run_until(before + 12345ns);
    EXPECT_EQ(desk.chip.now(), before + 12345ns);
    desk.chip.run_until(before);
    EXPECT_EQ(desk.chip.now(), before + 12345ns) << "never back";
    desk.chip.power_off();
    desk.chip.run_until(before + 1s);
    EXPECT_EQ(desk.chip.now(), before + 1s);
}

TEST(ChipTimeTest, is_the_same_in_many_small_steps) {
    Counting one;
    Counting many;
    one.pass(1ms);
    for (int i = 0; i < 1000; ++i) many.pass(1us);
    EXPECT_EQ(one.chip.instructions(), many.chip.instructions());
    EXPECT_EQ(one.read(counter_address).value, many.read(counter_address).value);
}

TEST(ChipCode, changed_in_flash_by_the_debugger_is_what_the_core_runs_next) {
    Counting desk;
    EXPECT_GT(desk.counted_in(1ms), 0U);
    desk.unlock();
    desk.write(FLASH_CR, 1);
    desk.write(testing::counting_add, 0x0000, Width::half);  // movs r0, r0
    desk.pass(1ms);
    EXPECT_EQ(desk.counted_in(1ms), 0U);
}

TEST(ChipCode, changed_without_power_is_what_the_core_runs_next) {
    Counting desk;
    EXPECT_GT(desk.counted_in(1ms), 0U);
    desk.chip.power_off();
    store_le16(std::span(desk.memory.flash).subspan(testing::counting_add - 0x08000000), 0x0000);
    desk.start();
    EXPECT_EQ(desk.counted_in(1ms), 0U);
}

TEST(ChipCode, read_protection_changes_no_timing) {
    Counting open;
    Counting shut;
    shut.chip.power_off();
    shut.memory.option_bytes[0] = 0x00;
    shut.start();
    for (Counting* desk : {&open, &shut}) desk->write(0x40022000, 0x32);  // FLASH_ACR: two wait states
    EXPECT_EQ(shut.counted_in(10ms), open.counted_in(10ms));
    EXPECT_TRUE(shut.read(0x08000000).fault);
}

TEST(ChipCode, in_flash_stands_still_while_a_page_is_erased) {
    Counting desk;
    desk.unlock();
    desk.write(FLASH_CR, 2);
    desk.write(0x40022014, 0x08004000);
    desk.write(FLASH_CR, 0x42);
    desk.pass(1ms);
    EXPECT_EQ(desk.counted_in(28ms), 0U);
    EXPECT_GT(desk.counted_in(2ms), 0U);
}

TEST(ChipUnmodelled, counts_what_the_debugger_touched) {
    Counting desk;
    EXPECT_EQ(desk.read(0x40014C00).value, 0U);  // TIM9
    EXPECT_EQ(desk.read(0x40014C00).value, 0U);
    EXPECT_FALSE(desk.write(0x40015008, 1).fault);  // TIM10
    const auto accesses = desk.chip.unmodelled();
    ASSERT_EQ(accesses.size(), 2U);
    EXPECT_EQ(accesses[0].address, 0x40014C00U);
    EXPECT_FALSE(accesses[0].write);
    EXPECT_EQ(accesses[0].count, 2U);
    EXPECT_EQ(accesses[0].first_pc, 0U);
    EXPECT_EQ(accesses[1].address, 0x40015008U);
    EXPECT_TRUE(accesses[1].write);
}

TEST(ChipUnmodelled, says_which_instruction_touched_it_first) {
    ChipOnDesk desk;
    testing::install_counter(desk.memory.flash);
    const std::span<std::uint8_t> flash(desk.memory.flash);
    store_le32(flash.subspan(0x104), 0x0401F2C4);  // movt r4, #0x4001
    store_le32(flash.subspan(0x100), 0x4400F644);  // movw r4, #0x4C00
    desk.start();
    const auto accesses = desk.chip.unmodelled();
    ASSERT_EQ(accesses.size(), 1U);
    EXPECT_EQ(accesses[0].address, 0x40014C00U);
    EXPECT_TRUE(accesses[0].write);
    EXPECT_GT(accesses[0].count, 1000U);
    EXPECT_EQ(accesses[0].first_pc, 0x0800010CU);
}

TEST(ChipCopy, goes_on_as_the_original_would) {
    Counting desk;
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(1ms);
    copy.run_until(desk.chip.now());
    EXPECT_EQ(copy.instructions(), desk.chip.instructions());
    EXPECT_EQ(copy.pc(), desk.chip.pc());
    EXPECT_EQ(copy.debug_read(counter_address, Width::word).value, desk.read(counter_address).value);
}

TEST(ChipCopy, fetches_as_the_original_does_while_flash_windows_are_away) {
    Counting desk;
    desk.write(0x40022000, 0x32);  // FLASH_ACR: two wait states, which code fetched over the bus does not pay
    desk.unlock();
    desk.write(FLASH_CR, 1);
    desk.write(0x08004000, 0x1234, Width::half);
    desk.pass(53us);
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(1ms);
    copy.run_until(desk.chip.now());
    EXPECT_EQ(copy.instructions(), desk.chip.instructions());
}

TEST(ChipCopy, shares_nothing_with_the_original) {
    Counting desk;
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    copy.run_until(copy.now() + 1ms);
    EXPECT_NE(copy.debug_read(counter_address, Width::word).value, desk.read(counter_address).value);
    copy.debug_write(0x20004000, Width::word, 1);
    desk.write(0x20004000, 2);
    EXPECT_EQ(copy.debug_read(0x20004000, Width::word).value, 1U);
    copy.power_off();
    EXPECT_TRUE(desk.chip.powered());
}

TEST(ChipCopy, finishes_a_flash_operation_on_its_own_contents) {
    Counting desk;
    desk.unlock();
    desk.write(FLASH_CR, 1);
    desk.write(0x08004000, 0x1234, Width::half);
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    copy.run_until(copy.now() + 1ms);
    EXPECT_EQ(memory.flash[0x4000], 0x34);
    EXPECT_EQ(desk.memory.flash[0x4000], 0xFF);
    EXPECT_EQ(copy.debug_read(FLASH_SR, Width::word).value, 0x20U);
    EXPECT_EQ(desk.read(FLASH_SR).value, 0x01U);
}

TEST(ChipCopy, draws_the_same_mishaps) {
    Counting desk({.seed = 5, .power_cut_at = 0});
    desk.unlock();
    desk.write(FLASH_CR, 1);
    desk.write(0x08004000, 0x0000, Width::half);
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(1ms);
    copy.run_until(desk.chip.now());
    EXPECT_FALSE(copy.powered());
    EXPECT_EQ(memory.flash, desk.memory.flash);
}

}  // namespace
}  // namespace jig::machine
