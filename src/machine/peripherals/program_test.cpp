// SPDX-License-Identifier: Apache-2.0
// Peripherals as a program on the core meets them: interrupts, events, watchdog resets and what only a debugger sees.
#include <gtest/gtest.h>

#include <span>

#include "base/bytes.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t DHCSR = 0xE000EDF0, DBGMCU_IDCODE = 0xE0042000, DBGMCU_CR = 0xE0042004;
constexpr std::uint32_t IWDG_KR = 0x40003000, RCC_CSR = 0x40021024, sram = 0x20000000;
constexpr std::uint32_t halt = 0xA05F0003, go = 0xA05F0001, DBG_IWDG_STOP = 1u << 8;
constexpr std::uint32_t IWDGRSTF = 1u << 29;
constexpr std::size_t code_offset = 0x100;

// 1: b 1b
constexpr std::uint16_t idle[] = {0xE7FE};
// 1: ldr r2, [0xE0042000]; str r2, [0x20000000]; b 1b
constexpr std::uint16_t reads_idcode[] = {0x4802, 0xF04F, 0x5100, 0x6802, 0x600A, 0xE7FC, 0x2000, 0xE004};
// IWDG_KR = 0xCCCC; 1: b 1b
constexpr std::uint16_t starts_watchdog[] = {0x4802, 0xF64C, 0x41CC, 0x6001, 0xE7FE, 0xBF00, 0x3000, 0x4000};
// TIM2: ARR = 7999, UIE, CEN, NVIC position 28; 1: wfi; b 1b. Its handler, at offset 0x2C, clears UIF and counts in
// the first word of SRAM; the one of EXTI line 0, at 0x44, clears its flag and SCR.SLEEPDEEP.
constexpr std::uint16_t counts_tim2[] = {0x4808, 0x2101, 0x6001, 0x4808, 0xF04F, 0x5180, 0x6001, 0xF04F, 0x4080, 0xF641,
                                         0x713F, 0x62C1, 0x2101, 0x60C1, 0x6001, 0xBF30, 0xE7FD, 0xBF00, 0x101C, 0x4002,
                                         0xE100, 0xE000, 0xF04F, 0x4080, 0x2100, 0x6101, 0xF04F, 0x5000, 0x6801, 0x3101,
                                         0x6001, 0xF3BF, 0x8F4F, 0x4770, 0x4804, 0x2101, 0x6001, 0x4804, 0x2100, 0x6001,
                                         0xF3BF, 0x8F4F, 0x4770, 0xBF00, 0x0414, 0x4001, 0xED10, 0xE000};
constexpr std::uint32_t tim2_handler = 0x2C, tim2_vector = (16 + 28) * 4;
constexpr std::uint32_t exti0_handler = 0x44, exti0_vector = (16 + 6) * 4;
// EXTI: EMR = RTSR = 1; 1: wfe; add one to r3; store it in the first word of SRAM; b 1b
constexpr std::uint16_t waits_for_event[] = {0x4805, 0x2101, 0x6041, 0x6081, 0xF04F, 0x5200, 0x2300,
                                             0xBF20, 0x3301, 0x6013, 0xE7FB, 0xBF00, 0x0400, 0x4001};

void load(ChipOnDesk& desk, std::span<const std::uint16_t> program) {
    const std::span<std::uint8_t> flash = desk.memory.flash;
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), 0x08000000 + code_offset + 1);
    store_le32(flash.subspan(tim2_vector), 0x08000000 + code_offset + tim2_handler + 1);
    store_le32(flash.subspan(exti0_vector), 0x08000000 + code_offset + exti0_handler + 1);
    for (std::size_t i = 0; i < program.size(); ++i) store_le16(flash.subspan(code_offset + 2 * i), program[i]);
}

void start(ChipOnDesk& desk, std::span<const std::uint16_t> program) {
    load(desk, program);
    desk.start();
}

TEST(PeripheralProgram, reads_dbgmcu_idcode_as_zero_until_a_debugger_is_there) {
    ChipOnDesk desk;
    start(desk, reads_idcode);
    EXPECT_EQ(desk.read(sram).value, 0u);
    desk.chip.set_debug_power(true);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(sram).value, desk.config.dbgmcu_idcode);
    EXPECT_EQ(desk.read(DBGMCU_IDCODE).value, desk.config.dbgmcu_idcode);
}

TEST(PeripheralProgram, a_watchdog_that_is_not_fed_resets_the_chip_again_and_again_and_says_so) {
    ChipOnDesk desk;
    start(desk, starts_watchdog);
    EXPECT_EQ(desk.read(RCC_CSR).value & IWDGRSTF, 0u);
    desk.pass(390ms);
    EXPECT_EQ(desk.chip.resets(), 0u);
    desk.pass(20ms);
    EXPECT_EQ(desk.chip.resets(), 1u);
    EXPECT_EQ(desk.read(RCC_CSR).value & IWDGRSTF, IWDGRSTF);
    desk.pass(4s);
    EXPECT_EQ(desk.chip.resets(), 10u);
}

TEST(PeripheralProgram, a_watchdog_started_by_option_byte_needs_no_program) {
    ChipOnDesk desk;
    desk.memory.option_bytes[2] = 0xFE;  // WDG_SW = 0
    desk.memory.option_bytes[3] = 0x01;
    start(desk, idle);
    desk.pass(1s);
    EXPECT_EQ(desk.chip.resets(), 2u);
    for (int turn = 0; turn < 10; ++turn) {
        desk.write(IWDG_KR, 0xAAAA);
        desk.pass(300ms);
    }
    EXPECT_EQ(desk.chip.resets(), 2u);
}

TEST(PeripheralProgram, a_halted_core_keeps_the_watchdog_still_only_with_dbg_iwdg_stop) {
    for (const bool stop : {false, true}) {
        SCOPED_TRACE(stop);
        ChipOnDesk desk;
        start(desk, starts_watchdog);
        desk.chip.set_debug_power(true);
        desk.write(DHCSR, halt);
        if (stop) desk.write(DBGMCU_CR, DBG_IWDG_STOP);
        desk.pass(300ms);
        EXPECT_EQ(desk.chip.resets(), 0u);
        desk.pass(10s);
        EXPECT_EQ(desk.chip.resets() == 0, stop);
        if (!stop) continue;
        desk.write(DHCSR, go);
        desk.pass(390ms);
        EXPECT_EQ(desk.chip.resets(), 0u);
        desk.pass(20ms);
        EXPECT_EQ(desk.chip.resets(), 1u);
    }
}

TEST(PeripheralProgram, a_timer_interrupts_a_sleeping_core_exactly_once_per_period) {
    ChipOnDesk desk;
    start(desk, counts_tim2);
    const std::uint32_t before = desk.read(sram).value;
    desk.pass(1s);  // 8 MHz / 8000
    EXPECT_EQ(desk.read(sram).value - before, 1000u);
}

TEST(PeripheralProgram, a_timer_stands_still_in_stop_and_goes_on_afterwards) {
    constexpr std::uint32_t EXTI_IMR = 0x40010400, EXTI_RTSR = 0x40010408, NVIC_ISER0 = 0xE000E100, SCR = 0xE000ED10;
    ChipOnDesk desk;
    desk.chip.set_input({'A', 0}, Level::low);
    start(desk, counts_tim2);
    desk.write(EXTI_RTSR, 1);
    desk.write(EXTI_IMR, 1);
    desk.write(NVIC_ISER0, 1 << 6);
    desk.write(SCR, 4);  // the handler's return is followed by WFI: Stop
    const std::uint32_t before = desk.read(sram).value;
    desk.pass(10s);
    EXPECT_TRUE(desk.chip.debug_read(sram, Width::word).fault);
    desk.chip.set_input({'A', 0}, Level::high);
    desk.pass(1us);
    EXPECT_LE(desk.read(sram).value - before, 1u);
    const std::uint32_t after = desk.read(sram).value;
    desk.pass(1s);
    EXPECT_EQ(desk.read(sram).value - after, 1000u);
}

TEST(PeripheralProgram, an_event_on_a_line_wakes_wfe) {
    ChipOnDesk desk;
    desk.chip.set_input({'A', 0}, Level::low);
    start(desk, waits_for_event);
    for (const std::uint32_t edges : {1u, 2u, 3u}) {
        desk.chip.set_input({'A', 0}, Level::high);
        desk.pass(1ms);
        EXPECT_EQ(desk.read(sram).value, edges);
        desk.chip.set_input({'A', 0}, Level::low);
        desk.pass(1ms);
        EXPECT_EQ(desk.read(sram).value, edges);
    }
}

}  // namespace
}  // namespace jig::machine
