// SPDX-License-Identifier: Apache-2.0
// The ADCs on a whole chip: voltages of pads, ADCPRE, DMA, a shared interrupt and a timer's trigger.
#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/idle_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipMemory;
using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t CFGR = 0x40021004, AHBENR = 0x40021014, APB2ENR = 0x40021018, APB1ENR = 0x4002101C;
constexpr std::uint32_t ADC1 = 0x40012400, ADC2 = 0x40012800;
constexpr std::uint32_t SR = 0x00, CR1 = 0x04, CR2 = 0x08, SQR1 = 0x2C, SQR3 = 0x34, DR = 0x4C;
constexpr std::uint32_t ADON = 1, CONT = 2, DMA = 1u << 8, EOCIE = 1u << 5, SCAN = 1u << 8, EXTTRIG = 1u << 20;
constexpr std::uint32_t software = EXTTRIG | 7u << 17, SWSTART = 1u << 22;
constexpr std::uint32_t buffer = 0x20000100;

struct AdcChip : ChipOnDesk {
    explicit AdcChip(const testing::CountedInterrupt* counted = nullptr) {
        testing::install_idle(memory.flash, counted);
        start();
        write(AHBENR, 0x15);
        write(APB1ENR, 1);
        write(APB2ENR, 1u << 2 | 1u << 9 | 1u << 10);
    }
    std::uint32_t convert(std::uint32_t channel) {
        write(ADC1 + SQR3, channel);
        write(ADC1 + CR2, ADON | software);
        write(ADC1 + CR2, ADON | software | SWSTART);
        pass(20us);
        return read(ADC1 + DR).value;
    }
};

TEST(AdcOnTheChip, measures_what_is_on_the_pad) {
    AdcChip desk;
    EXPECT_EQ(desk.convert(1), 2048u) << "floating: half of VDDA";
    desk.chip.set_input({'A', 1}, Level::high);
    EXPECT_EQ(desk.convert(1), 4095u);
    desk.chip.set_input({'A', 1}, Level::low);
    EXPECT_EQ(desk.convert(1), 0u);
    desk.chip.set_input_voltage({'A', 1}, 825);
    EXPECT_EQ(desk.convert(1), 1024u);
    desk.write(0x40010800, 0x44444484);  // PA1 with a pull: the board is stronger
    EXPECT_EQ(desk.convert(1), 1024u);
    desk.chip.set_input({'A', 1}, Level::floating);
    EXPECT_EQ(desk.convert(1), 0u) << "pulled down";
}

TEST(AdcOnTheChip, a_divider_of_rcc_slows_it_down) {
    for (const std::uint32_t adcpre : {0u, 1u, 2u, 3u}) {
        AdcChip desk;
        desk.write(CFGR, adcpre << 14);
        desk.write(ADC1 + CR2, ADON | software);
        desk.write(ADC1 + CR2, ADON | software | SWSTART);
        const auto whole = std::chrono::nanoseconds{14 * 250 * (adcpre + 1)};
        desk.pass(whole - 10ns);
        EXPECT_EQ(desk.read(ADC1 + SR).value & 2, 0u) << adcpre;
        desk.pass(20ns);
        EXPECT_EQ(desk.read(ADC1 + SR).value & 2, 2u) << adcpre;
    }
}

TEST(AdcOnTheChip, scans_into_a_circular_buffer_and_a_copy_goes_on_alike) {
    AdcChip desk;
    for (std::uint8_t i = 0; i < 4; ++i) desk.chip.set_input_voltage({'A', i}, 100u * (i + 1));
    desk.write(0x4002000C, 4);
    desk.write(0x40020010, ADC1 + DR);
    desk.write(0x40020014, buffer);
    desk.write(0x40020008, 0x5A1);  // half-words, MINC, CIRC, EN
    desk.write(ADC1 + SQR1, 3u << 20);
    desk.write(ADC1 + SQR3, 1u << 5 | 2u << 10 | 3u << 15);
    desk.write(ADC1 + CR1, SCAN);
    desk.write(ADC1 + CR2, ADON | CONT | DMA | software);
    desk.write(ADC1 + CR2, ADON | CONT | DMA | software | SWSTART);
    desk.pass(5us);
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(1ms);
    copy.run_until(desk.chip.now());
    for (std::uint32_t i = 0; i < 4; ++i) {
        EXPECT_EQ(desk.read(buffer + 2 * i, Width::half).value, 100 * (i + 1) * 4096 / 3300);
        EXPECT_EQ(copy.debug_read(buffer + 2 * i, Width::half).value, 100 * (i + 1) * 4096 / 3300);
    }
    EXPECT_EQ(copy.debug_read(0x4002000C, Width::word).value, desk.read(0x4002000C).value);
}

TEST(AdcOnTheChip, two_converters_share_an_interrupt_and_neither_takes_it_from_the_other) {
    constexpr std::uint32_t NVIC_ISPR0 = 0xE000E200;
    AdcChip desk;
    for (const std::uint32_t adc : {ADC1, ADC2}) {
        desk.write(adc + CR1, EOCIE);
        desk.write(adc + CR2, ADON | software);
        desk.write(adc + CR2, ADON | software | SWSTART);
    }
    desk.pass(20us);
    EXPECT_EQ(desk.read(NVIC_ISPR0).value & 1u << 18, 1u << 18);
    desk.read(ADC2 + DR);
    desk.write(0xE000E280, 1u << 18);  // pending again as long as the level holds
    desk.pass(1us);
    EXPECT_EQ(desk.read(NVIC_ISPR0).value & 1u << 18, 1u << 18) << "ADC1 still asks";
    desk.read(ADC1 + DR);
    desk.write(0xE000E280, 1u << 18);
    desk.pass(1us);
    EXPECT_EQ(desk.read(NVIC_ISPR0).value & 1u << 18, 0u);
}

TEST(AdcOnTheChip, a_timer_starts_each_conversion) {
    constexpr testing::CountedInterrupt end_of_conversion = {.irq = 18, .acknowledge = ADC1 + SR, .value = 0};
    AdcChip desk(&end_of_conversion);
    desk.write(testing::interrupt_count, 0);
    desk.write(0xE000E100, 1u << 18);
    desk.write(ADC1 + CR1, EOCIE);
    desk.write(ADC1 + CR2, ADON | EXTTRIG | 3u << 17);  // TIM2_CC2
    desk.write(0x4000002C, 7999);                       // ARR: a millisecond
    desk.write(0x40000038, 4000);                       // CCR2
    desk.write(0x40000018, 0x6800);                     // CCMR1: PWM mode 1
    desk.write(0x40000020, 0x10);                       // CCER: CC2E
    desk.write(0x40000000, 1);
    desk.pass(10ms);
    EXPECT_EQ(desk.read(testing::interrupt_count).value, 10u);
}

}  // namespace
}  // namespace jig::machine
