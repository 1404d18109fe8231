// SPDX-License-Identifier: Apache-2.0
// Stop, Standby, the option bits that forbid them, and the watchdog that hardware starts.
#include <gtest/gtest.h>

#include "machine/testing/sleeper.hpp"

namespace jig::machine {
namespace {

using namespace testing::sleeper;
using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t RCC_CSR = 0x40021024, DBGMCU_CR = 0xE0042004;
constexpr std::uint32_t LPWRRSTF = 1U << 31, IWDGRSTF = 1U << 29, PINRSTF = 1U << 26;
TEST(DeepSleep, of_the_stop_kind_shuts_the_debugger_out) {
    Sleeper desk;
    const std::uint32_t before = desk.read(counter).value;
    desk.pass(1ms);
    EXPECT_NE(desk.read(counter).value, before);
    desk.sleep_deep(0);
    EXPECT_TRUE(desk.read(counter).fault);
    EXPECT_TRUE(desk.read(0xE000EDF0).fault);
    desk.pass(1000ms);
    EXPECT_TRUE(desk.read(counter).fault);
    EXPECT_EQ(desk.chip.resets(), 0U);
}

TEST(DeepSleep, of_the_stop_kind_ends_with_an_exti_line) {
    Sleeper desk;
    desk.wake_on_pa0();
    desk.sleep_deep(0);
    EXPECT_TRUE(desk.read(counter).fault);
    desk.chip.set_input({'A', 0}, Level::low);
    const std::uint64_t before = desk.chip.instructions();
    desk.pass(1ms);
    EXPECT_GT(desk.chip.instructions(), before);
    EXPECT_LT(desk.chip.instructions(), before + 40) << "after the handler it sleeps again";
    EXPECT_TRUE(desk.read(counter).fault);
}

TEST(DeepSleep, keeps_the_debugger_when_dbgmcu_says_so) {
    Sleeper desk;
    desk.write(DBGMCU_CR, 2);  // DBG_STOP
    desk.sleep_deep(0);
    const DebugReply first = desk.read(counter);
    desk.pass(10ms);
    EXPECT_FALSE(first.fault);
    EXPECT_EQ(desk.read(counter).value, first.value) << "the core sleeps all the same";
}

TEST(DeepSleep, resets_the_chip_where_the_option_bytes_forbid_stop) {
    Sleeper desk;
    desk.memory.option_bytes[2] = 0xFD;  // nRST_STOP = 0
    desk.memory.option_bytes[3] = 0x02;
    desk.chip.power_off();
    desk.start();
    desk.write(RCC_APB1ENR, 1U << 28);
    desk.sleep_deep(0);
    EXPECT_FALSE(desk.read(counter).fault);
    EXPECT_EQ(desk.chip.resets(), 1U);
    EXPECT_EQ(desk.read(RCC_CSR).value & LPWRRSTF, LPWRRSTF);
}

TEST(DeepSleep, of_the_standby_kind_loses_sram_and_ends_with_the_wakeup_pin) {
    Sleeper desk;
    desk.chip.set_input({'A', 0}, Level::low);
    desk.write(0x20008000, 0x12345678);
    desk.write(PWR_CSR, 1U << 8);  // EWUP
    desk.sleep_deep(2);            // PDDS
    EXPECT_TRUE(desk.read(counter).fault);
    desk.chip.set_input({'A', 0}, Level::high);
    desk.pass(10ms);
    EXPECT_FALSE(desk.read(counter).fault);
    EXPECT_EQ(desk.chip.resets(), 1U);
    desk.write(RCC_APB1ENR, 1U << 28);
    EXPECT_EQ(desk.read(PWR_CSR).value & 3, 3U) << "SBF and WUF";
    EXPECT_NE(desk.read(0x20008000).value, 0x12345678U);
}

TEST(DeepSleep, of_the_standby_kind_does_not_end_with_a_pin_that_is_not_enabled) {
    Sleeper desk;
    desk.chip.set_input({'A', 0}, Level::low);
    desk.sleep_deep(2);
    desk.chip.set_input({'A', 0}, Level::high);
    desk.pass(10ms);
    EXPECT_TRUE(desk.read(counter).fault);
}

TEST(DeepSleep, begins_when_the_flash_is_done) {
    Sleeper desk;
    desk.write(0xE000EDF0, 0xA05F0003);  // DHCSR: halt
    desk.write(0x20004000, 0xE7FDBF30);  // wfi; b to the wfi
    desk.write(0xE000EDF8, 0x20004000);  // DCRDR
    desk.write(0xE000EDF4, 0x0001000F);  // DCRSR: PC
    desk.write(SCR, 4);
    desk.write(0x40022004, 0x45670123);
    desk.write(0x40022004, 0xCDEF89AB);
    desk.write(0x40022010, 0x02);
    desk.write(0x40022014, 0x08004000);
    desk.write(0x40022010, 0x42);  // a page erase, 30 ms
    desk.write(0xE000EDF0, 0xA05F0000);
    desk.pass(29ms);
    EXPECT_FALSE(desk.read(counter).fault);
    desk.pass(2ms);
    EXPECT_TRUE(desk.read(counter).fault);
}

TEST(DeepSleep, of_the_standby_kind_that_nrst_ended_saw_no_wakeup_event) {
    Sleeper desk;
    desk.sleep_deep(2);
    desk.chip.set_nrst(true);
    desk.pass(1ms);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    desk.write(RCC_APB1ENR, 1U << 28);
    EXPECT_EQ(desk.read(PWR_CSR).value & 3, 2U) << "SBF without WUF";
}

TEST(Exticr, moved_to_a_pad_of_another_level_is_an_edge) {
    ChipOnDesk desk;
    desk.start();
    desk.chip.set_input({'A', 0}, Level::high);
    desk.chip.set_input({'B', 0}, Level::low);
    desk.write(0x40021018, 1);  // RCC_APB2ENR: AFIO
    desk.write(EXTI_FTSR, 1);
    EXPECT_EQ(desk.read(EXTI_PR).value, 0U);
    desk.write(0x40010008, 1);  // AFIO_EXTICR1: PB0
    EXPECT_EQ(desk.read(EXTI_PR).value, 1U);
}

TEST(DeepSleep, ends_with_nrst) {
    Sleeper desk;
    desk.sleep_deep(0);
    desk.chip.set_nrst(true);
    desk.pass(1ms);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    EXPECT_FALSE(desk.read(counter).fault);
    EXPECT_EQ(desk.read(RCC_CSR).value & PINRSTF, PINRSTF);
}

TEST(HardwareWatchdog, resets_a_chip_that_does_not_feed_it) {
    ChipOnDesk desk;
    install_sleeper(desk);
    desk.memory.option_bytes[2] = 0xFE;  // WDG_SW = 0
    desk.memory.option_bytes[3] = 0x01;
    desk.start();
    EXPECT_EQ(desk.chip.resets(), 0U);
    desk.pass(600ms);  // 4096 periods of 40 hz / 4 are 410 ms
    EXPECT_EQ(desk.chip.resets(), 1U);
    EXPECT_EQ(desk.read(RCC_CSR).value & IWDGRSTF, IWDGRSTF);
}

TEST(HardwareWatchdog, is_not_started_by_factory_option_bytes) {
    ChipOnDesk desk;
    install_sleeper(desk);
    desk.start();
    desk.pass(2000ms);
    EXPECT_EQ(desk.chip.resets(), 0U);
}

TEST(Sleep, on_exit_begins_again_behind_every_handler) {
    constexpr std::uint32_t SLEEPONEXIT = 2;
    Sleeper desk;
    desk.wake_on_pa0();
    desk.write(SCR, SLEEPONEXIT);
    desk.pass(1ms);
    const std::uint32_t awake = desk.read(counter).value;
    desk.chip.set_input({'A', 0}, Level::low);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(is_set_up).value, 1u) << "the handler ran";
    const std::uint32_t asleep = desk.read(counter).value;
    EXPECT_LE(asleep - awake, 1u);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(counter).value, asleep);
    desk.write(SCR, 0);
    desk.chip.set_input({'A', 0}, Level::high);
    desk.chip.set_input({'A', 0}, Level::low);
    desk.pass(1ms);
    EXPECT_GT(desk.read(counter).value, asleep);
}

// Waits for events and counts them in SRAM.
TEST(Sleep, until_an_event_ends_with_a_pending_interrupt_only_with_sevonpend) {
    constexpr std::uint16_t code[] = {0xF04F, 0x5200, 0x2300, 0xBF20, 0x3301, 0x6013, 0xE7FB};
    constexpr std::uint32_t SLEEPDEEP = 4, SEVONPEND = 16;
    struct Row {
        std::uint32_t scr;
        bool wakes;
    };
    for (const Row& row :
         {Row{0, false}, Row{SEVONPEND, true}, Row{SLEEPDEEP, false}, Row{SEVONPEND | SLEEPDEEP, true}}) {
        SCOPED_TRACE(row.scr);
        ChipOnDesk desk;
        const std::span<std::uint8_t> flash(desk.memory.flash);
        store_le32(flash, 0x20001000);
        store_le32(flash.subspan(4), 0x08000101);
        for (std::size_t i = 0; i < std::size(code); ++i) store_le16(flash.subspan(0x100 + 2 * i), code[i]);
        desk.start();
        desk.write(EXTI_IMR, 1);
        desk.write(EXTI_FTSR, 1);  // and nothing enabled in the NVIC
        desk.write(SCR, row.scr);
        desk.pass(1ms);
        const std::uint64_t asleep = desk.chip.instructions();
        desk.chip.set_input({'A', 0}, Level::low);
        desk.pass(1ms);
        EXPECT_EQ(desk.chip.instructions() > asleep, row.wakes);
    }
}

}  // namespace
}  // namespace jig::machine
