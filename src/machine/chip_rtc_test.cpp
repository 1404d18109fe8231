// SPDX-License-Identifier: Apache-2.0
// The RTC in its chip: what gives it a clock, what it outlives, and what it wakes.
#include <gtest/gtest.h>

#include "machine/testing/sleeper.hpp"

namespace jig::machine {
namespace {

using namespace testing::sleeper;
using namespace std::chrono_literals;

constexpr std::uint32_t RCC_CR = 0x40021000, RCC_CFGR = 0x40021004, RCC_BDCR = 0x40021020, RCC_CSR = 0x40021024;
constexpr std::uint32_t RTC_CRH = 0x40002800, RTC_CRL = 0x40002804, RTC_PRLL = 0x4000280C, RTC_CNTL = 0x4000281C,
                        RTC_ALRH = 0x40002820, RTC_ALRL = 0x40002824, EXTI_RTSR = 0x40010408, NVIC_ISER1 = 0xE000E104;
constexpr std::uint32_t on_lse = 0x8101, on_lsi = 0x8200, on_hse = 0x8300;  // RTCEN, RTCSEL, LSEON
constexpr std::uint32_t RTOFF = 0x20, LSERDY = 2, SBF = 2, WUF = 1, PDDS = 2, DBP = 0x100;

struct Clock : Sleeper {
    explicit Clock(std::uint32_t bdcr, std::uint32_t prl = 9'999) {
        write(RCC_APB1ENR, 3u << 27);
        write(PWR_CR, DBP);
        if (bdcr == on_lsi) write(RCC_CSR, 1);
        if (bdcr == on_hse) write(RCC_CR, read(RCC_CR).value | 1u << 16);
        write(RCC_BDCR, bdcr);
        write(go_to_sleep, 1);  // plain sleep: time passes fast
        pass(4s);
        set(RTC_PRLL, prl);
    }
    void set(std::uint32_t address, std::uint32_t value) {
        write(RTC_CRL, 0x10);
        if (address == RTC_ALRL) write(RTC_ALRH, 0);
        write(address, value);
        write(RTC_CRL, 0);
        pass(1ms);
    }
    std::uint32_t count() {
        pass(1ms);
        return read(RTC_CNTL).value;
    }
};

TEST(ChipRtc, counts_on_each_of_its_clocks) {
    struct Row {
        std::uint32_t bdcr, hz;
    };
    for (const Row& row : {Row{on_lse, 32'768}, Row{on_lsi, 40'000}, Row{on_hse, 62'500}}) {
        SCOPED_TRACE(row.hz);
        Clock desk(row.bdcr, row.hz / 10 - 1);
        desk.set(RTC_CNTL, 0);
        desk.pass(10s);
        EXPECT_EQ(desk.count(), 100u);
    }
}

TEST(ChipRtc, without_its_crystal_neither_lse_is_ready_nor_a_write_ever_done) {
    testing::ChipOnDesk desk({.lse_hz = 0});
    install_sleeper(desk);
    desk.start();
    desk.write(RCC_APB1ENR, 3u << 27);
    desk.write(PWR_CR, DBP);
    desk.write(RCC_BDCR, on_lse);
    desk.write(RTC_CRL, 0x10);
    desk.write(RTC_CRL, 0);
    desk.write(go_to_sleep, 1);
    desk.pass(60s);
    EXPECT_EQ(desk.read(RCC_BDCR).value & LSERDY, 0u);
    EXPECT_EQ(desk.read(RTC_CRL).value & RTOFF, 0u);
}

TEST(ChipRtc, on_lse_outlives_resets_and_loss_of_power) {
    Clock desk(on_lse, 32'767);
    desk.set(RTC_CNTL, 0);
    desk.chip.set_nrst(true);
    desk.pass(10s);
    desk.chip.set_nrst(false);
    desk.pass(10s);
    EXPECT_EQ(desk.count(), 20u);
    desk.chip.power_off();
    desk.pass(100s);
    desk.start();
    EXPECT_EQ(desk.count(), 120u);
}

TEST(ChipRtc, on_lsi_stops_with_a_reset_until_lsi_is_on_again) {
    Clock desk(on_lsi, 39'999);
    desk.set(RTC_CNTL, 0);
    desk.pass(10s);
    desk.chip.set_nrst(true);
    desk.pass(1ms);
    desk.chip.set_nrst(false);
    desk.pass(10s);
    desk.write(RCC_CSR, 1);
    desk.pass(2s);
    EXPECT_EQ(desk.count(), 12u);
}

TEST(ChipRtc, the_alarm_ends_stop_through_exti_and_the_second_does_not) {
    Clock desk(on_lse, 32'767);
    desk.write(RTC_CRH, 3);
    desk.write(NVIC_ISER0, 1u << 3);
    desk.write(NVIC_ISER1, 1u << (41 - 32));
    desk.write(EXTI_IMR, 1u << 17);
    desk.write(EXTI_RTSR, 1u << 17);
    desk.write(RTC_CRH, 0);
    desk.set(RTC_ALRL, 4);
    desk.set(RTC_CNTL, 0);
    desk.sleep_deep(DBP);
    EXPECT_TRUE(desk.read(counter).fault);
    desk.pass(4500ms);
    EXPECT_TRUE(desk.read(counter).fault);
    const std::uint64_t asleep = desk.chip.instructions();
    desk.pass(600ms);
    EXPECT_GT(desk.chip.instructions(), asleep);
}

TEST(ChipRtc, a_second_interrupt_does_not_end_stop) {
    Clock desk(on_lse, 32'767);
    desk.write(RTC_CRH, 1);
    desk.sleep_deep(DBP);
    const std::uint64_t asleep = desk.chip.instructions();
    desk.pass(5s);
    EXPECT_EQ(desk.chip.instructions(), asleep);
    EXPECT_TRUE(desk.read(counter).fault);
}

TEST(ChipRtc, on_hse_stands_still_in_stop) {
    Clock desk(on_hse, 62'499);
    desk.wake_on_pa0();
    desk.set(RTC_CNTL, 0);
    desk.sleep_deep(DBP);
    desk.pass(10s);
    desk.chip.set_nrst(true);
    desk.pass(1ms);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    desk.write(RCC_CR, desk.read(RCC_CR).value | 1u << 16);
    desk.pass(3500ms);
    EXPECT_EQ(desk.count(), 3u);
}

TEST(ChipRtc, the_alarm_ends_standby_without_exti) {
    Clock desk(on_lse, 32'767);
    desk.set(RTC_ALRL, 4);
    desk.set(RTC_CNTL, 0);
    desk.sleep_deep(DBP | PDDS);
    desk.pass(4s);
    EXPECT_TRUE(desk.read(counter).fault);
    desk.pass(2s);
    EXPECT_FALSE(desk.read(counter).fault);
    EXPECT_EQ(desk.chip.resets(), 1u);
    desk.write(RCC_APB1ENR, 3u << 27);
    EXPECT_EQ(desk.read(PWR_CSR).value, SBF | WUF);
    EXPECT_EQ(desk.count(), 6u);
}

TEST(ChipRtc, nrst_and_the_watchdog_end_standby_without_the_wakeup_flag) {
    for (const bool watchdog : {false, true}) {
        SCOPED_TRACE(watchdog);
        Clock desk(on_lse);
        if (watchdog) desk.write(0x40003000, 0xCCCC);  // IWDG_KR
        desk.sleep_deep(PDDS);
        desk.chip.set_nrst(!watchdog);
        desk.pass(500ms);
        desk.chip.set_nrst(false);
        desk.pass(1ms);
        EXPECT_EQ(desk.chip.resets(), 1u);
        desk.write(RCC_APB1ENR, 3u << 27);
        EXPECT_EQ(desk.read(PWR_CSR).value, SBF);
    }
}

TEST(ChipRtc, a_wakeup_flag_that_was_not_cleared_ends_standby_at_once) {
    Clock desk(on_lse);
    desk.chip.set_input({'A', 0}, Level::low);
    desk.write(PWR_CSR, 0x100);
    desk.chip.set_input({'A', 0}, Level::high);
    EXPECT_EQ(desk.read(PWR_CSR).value, 0x101u);
    desk.sleep_deep(PDDS);
    EXPECT_EQ(desk.chip.resets(), 1u);
    EXPECT_FALSE(desk.read(counter).fault);
}

TEST(ChipRtc, lse_ready_in_stop_does_not_start_the_clocks) {
    constexpr std::uint32_t TIM2_CR1 = 0x40000000, TIM2_EGR = 0x40000014, TIM2_CNT = 0x40000024, TIM2_PSC = 0x40000028;
    Sleeper desk;
    desk.write(RCC_APB1ENR, 3u << 27 | 1);
    desk.write(PWR_CR, DBP);
    desk.write(RCC_BDCR, on_lse);
    desk.write(TIM2_PSC, 7999);
    desk.write(TIM2_EGR, 1);
    desk.write(TIM2_CR1, 1);
    desk.wake_on_pa0();
    desk.sleep_deep(DBP);
    desk.pass(5s);
    desk.chip.set_input({'A', 0}, Level::low);
    desk.pass(2us);
    const DebugReply count = desk.chip.debug_read(TIM2_CNT, Width::word);
    EXPECT_FALSE(count.fault);
    EXPECT_LE(count.value, 2u);
}

TEST(ChipRtc, on_lsi_stops_without_power) {
    Clock desk(on_lsi, 39'999);
    desk.set(RTC_CNTL, 0);
    desk.chip.power_off();
    desk.pass(100s);
    desk.start();
    desk.write(RCC_CSR, 1);
    EXPECT_EQ(desk.count(), 0u);
}

TEST(ChipRtc, a_copy_of_a_sleeping_chip_wakes_at_the_same_moment) {
    Clock desk(on_lse, 327);
    desk.set(RTC_ALRL, 200);
    desk.set(RTC_CNTL, 0);
    desk.sleep_deep(DBP | PDDS);
    testing::ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    for (int step = 0; step < 300; ++step) {
        desk.pass(10ms);
        copy.run_until(desk.chip.now());
        ASSERT_EQ(copy.resets(), desk.chip.resets());
        ASSERT_EQ(copy.instructions(), desk.chip.instructions());
    }
    EXPECT_EQ(copy.resets(), 1u);
}

}  // namespace
}  // namespace jig::machine
