// SPDX-License-Identifier: Apache-2.0
// Timers in their chip: PWM on pads, one timer clocking another, and copies of a chip that is counting.
#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/counting_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t APB1ENR = 0x4002101C, APB2ENR = 0x40021018, GPIOA_CRL = 0x40010800, GPIOC_CRL = 0x40011000,
                        AFIO_MAPR = 0x40010004, EXTI_RTSR = 0x40010408, EXTI_PR = 0x40010414;
constexpr std::uint32_t TIM2 = 0x40000000, TIM3 = 0x40000400;
constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SMCR = 0x08, EGR = 0x14, CCMR1 = 0x18, CCER = 0x20, CNT = 0x24,
                        PSC = 0x28, ARR = 0x2C, CCR1 = 0x34;
constexpr Pin pa6{'A', 6}, pc6{'C', 6};

struct TimerDesk : ChipOnDesk {
    TimerDesk() {
        testing::install_counter(memory.flash);
        start();
        write(APB1ENR, 3);
        write(APB2ENR, 0x7D);
    }
    // 1 ms at 25 %, on channel 1 of TIM3.
    void start_pwm() {
        write(GPIOA_CRL, 0x4B444444);
        write(TIM3 + PSC, 7);
        write(TIM3 + ARR, 999);
        write(TIM3 + CCR1, 250);
        write(TIM3 + CCMR1, 0x60);
        write(TIM3 + CCER, 1);
        write(TIM3 + EGR, 1);
        write(TIM3 + CR1, 1);
    }
};

TEST(ChipTimer, a_pwm_output_reaches_its_pad_with_its_period_and_duty) {
    TimerDesk desk;
    const Pin pins[] = {pa6};
    desk.chip.watch_pins(pins);
    desk.start_pwm();
    (void)desk.chip.take_edges();
    desk.pass(10ms);
    const std::vector<PinEdge> edges = desk.chip.take_edges();
    ASSERT_EQ(edges.size(), 20u);
    for (std::size_t i = 0; i + 2 < edges.size(); i += 2) {
        EXPECT_EQ(edges[i].level, Level::low);
        EXPECT_EQ(edges[i + 1].at - edges[i].at, 750us);
        EXPECT_EQ(edges[i + 2].at - edges[i].at, 1ms);
    }
}

TEST(ChipTimer, watching_and_remapping_take_effect_while_it_runs) {
    TimerDesk desk;
    desk.start_pwm();
    desk.pass(5ms);
    const Pin pins[] = {pa6, pc6};
    desk.chip.watch_pins(pins);
    desk.pass(2ms);
    EXPECT_EQ(desk.chip.take_edges().size(), 4u);
    desk.write(APB2ENR, 0x7D);
    desk.write(GPIOC_CRL, 0x4B444444);
    desk.write(AFIO_MAPR, 3u << 10);
    EXPECT_EQ(desk.chip.output(pa6), Level::floating);
    (void)desk.chip.take_edges();
    desk.pass(2ms);
    const std::vector<PinEdge> edges = desk.chip.take_edges();
    ASSERT_EQ(edges.size(), 4u);
    EXPECT_EQ(edges[0].pin, pc6);
}

TEST(ChipTimer, its_edges_reach_exti) {
    TimerDesk desk;
    const Pin pins[] = {pa6};
    desk.chip.watch_pins(pins);
    desk.write(EXTI_RTSR, 1u << 6);
    desk.start_pwm();
    desk.write(EXTI_PR, 1u << 6);
    desk.pass(900us);
    EXPECT_EQ(desk.read(EXTI_PR).value, 0u);
    desk.pass(200us);
    EXPECT_EQ(desk.read(EXTI_PR).value, 1u << 6);
}

TEST(ChipTimer, one_timer_clocks_another) {
    TimerDesk desk;
    desk.write(TIM2 + SMCR, 2u << 4 | 7);  // ITR2: TIM3
    desk.write(TIM2 + CR1, 1);
    desk.write(TIM3 + CR2, 2u << 4);
    desk.start_pwm();
    const std::uint32_t before = desk.read(TIM2 + CNT).value;
    desk.pass(1s);
    EXPECT_EQ(desk.read(TIM2 + CNT).value - before, 1000u);
}

TEST(ChipTimer, timers_that_reset_each_other_do_not_do_so_for_ever) {
    TimerDesk desk;
    desk.write(TIM2 + SMCR, 2u << 4 | 4);
    desk.write(TIM3 + SMCR, 1u << 4 | 4);
    desk.write(TIM2 + EGR, 1);
    EXPECT_EQ(desk.read(TIM3 + 0x10).value & 0x40, 0x40u);
}

TEST(ChipTimer, a_copy_counts_and_shows_the_same) {
    TimerDesk desk;
    const Pin pins[] = {pa6};
    desk.chip.watch_pins(pins);
    desk.start_pwm();
    desk.pass(3333us);
    testing::ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    (void)desk.chip.take_edges();
    (void)copy.take_edges();
    desk.pass(50ms);
    copy.run_until(desk.chip.now());
    const auto ours = desk.chip.take_edges(), theirs = copy.take_edges();
    ASSERT_EQ(ours.size(), 100u);
    ASSERT_EQ(theirs.size(), ours.size());
    for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(theirs[i].at, ours[i].at);
    EXPECT_EQ(copy.debug_read(TIM3 + CNT, Width::word).value, desk.chip.debug_read(TIM3 + CNT, Width::word).value);
    EXPECT_EQ(copy.instructions(), desk.chip.instructions());
}

}  // namespace
}  // namespace jig::machine
