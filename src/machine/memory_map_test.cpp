// SPDX-License-Identifier: Apache-2.0
// Every modelled peripheral lies where RM0008 table 3 says, behind the clock bit of sections 7.3.6 to 7.3.8.
#include "machine/memory_map.hpp"

#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;

constexpr std::uint32_t APB2RSTR = 0x4002100C, APB1RSTR = 0x40021010, AHBENR = 0x40021014, APB2ENR = 0x40021018,
                        APB1ENR = 0x4002101C;
constexpr std::uint32_t none = 0;

struct Row {
    const char* name;
    std::uint32_t address;  // a register with a telling reset value, or one that can be written
    std::uint32_t reset;
    std::uint32_t written;  // reads back; 0: not tried
    std::uint32_t enable;   // RCC register, none: always clocked
    unsigned bit;
};

constexpr Row rows[] = {
    {"TIM1_ARR", 0x40012C2C, 0xFFFF, 0x1234, APB2ENR, 11},
    {"TIM2_ARR", 0x4000002C, 0xFFFF, 0x1234, APB1ENR, 0},
    {"TIM3_ARR", 0x4000042C, 0xFFFF, 0x1234, APB1ENR, 1},
    {"TIM4_ARR", 0x4000082C, 0xFFFF, 0x1234, APB1ENR, 2},
    {"TIM5_ARR", 0x40000C2C, 0xFFFF, 0x1234, APB1ENR, 3},
    {"TIM6_ARR", 0x4000102C, 0xFFFF, 0x1234, APB1ENR, 4},
    {"TIM7_ARR", 0x4000142C, 0xFFFF, 0x1234, APB1ENR, 5},
    {"TIM8_ARR", 0x4001342C, 0xFFFF, 0x1234, APB2ENR, 13},
    {"USART1_BRR", 0x40013808, 0, 0x1234, APB2ENR, 14},
    {"USART2_BRR", 0x40004408, 0, 0x1234, APB1ENR, 17},
    {"USART3_BRR", 0x40004808, 0, 0x1234, APB1ENR, 18},
    {"UART4_BRR", 0x40004C08, 0, 0x1234, APB1ENR, 19},
    {"UART5_BRR", 0x40005008, 0, 0x1234, APB1ENR, 20},
    {"WWDG_CFR", 0x40002C04, 0x7F, 0x155, APB1ENR, 11},
    {"USB_BTABLE", 0x40005C50, 0, 0x1230, APB1ENR, 23},
    {"CAN_IER", 0x40006414, 0, 0x30F7F, APB1ENR, 25},
    {"SPI1_CRCPR", 0x40013010, 7, 0x1234, APB2ENR, 12},
    {"SPI2_CRCPR", 0x40003810, 7, 0x1234, APB1ENR, 14},
    {"SPI3_CRCPR", 0x40003C10, 7, 0x1234, APB1ENR, 15},
    {"I2C1_TRISE", 0x40005420, 2, 0x15, APB1ENR, 21},
    {"I2C2_TRISE", 0x40005820, 2, 0x15, APB1ENR, 22},
    {"ADC1_HTR", 0x40012424, 0xFFF, 0x123, APB2ENR, 9},
    {"ADC2_HTR", 0x40012824, 0xFFF, 0x123, APB2ENR, 10},
    {"ADC3_HTR", 0x40013C24, 0xFFF, 0x123, APB2ENR, 15},
    {"DAC_DHR12R1", 0x40007408, 0, 0x123, APB1ENR, 29},
    {"PWR_CR", 0x40007000, 0, 0x100, APB1ENR, 28},
    {"AFIO_EXTICR1", 0x40010008, 0, 0x1234, APB2ENR, 0},
    {"EXTI_IMR", 0x40010400, 0, 0x1234, none, 0},
    {"GPIOA_CRL", 0x40010800, 0x44444444, 0x33333333, APB2ENR, 2},
    {"GPIOB_CRL", 0x40010C00, 0x44444444, 0x33333333, APB2ENR, 3},
    {"GPIOC_CRL", 0x40011000, 0x44444444, 0x33333333, APB2ENR, 4},
    {"GPIOD_CRL", 0x40011400, 0x44444444, 0x33333333, APB2ENR, 5},
    {"GPIOE_CRL", 0x40011800, 0x44444444, 0x33333333, APB2ENR, 6},
    {"GPIOF_CRL", 0x40011C00, 0x44444444, 0x33333333, APB2ENR, 7},
    {"GPIOG_CRL", 0x40012000, 0x44444444, 0x33333333, APB2ENR, 8},
    {"IWDG_RLR", 0x40003008, 0xFFF, 0, none, 0},
    {"DMA1_CMAR1", 0x40020014, 0, 0x12345678, AHBENR, 0},
    {"DMA2_CMAR1", 0x40020414, 0, 0x12345678, AHBENR, 1},
    {"SDIO_ARG", 0x40018008, 0, 0x1234, AHBENR, 10},
    {"FSMC_BTR1", 0xA0000004, 0x0FFFFFFF, 0x1234, AHBENR, 8},
    {"CRC_IDR", 0x40023004, 0, 0x34, AHBENR, 6},
    {"CRC_DR", 0x40023000, 0xFFFFFFFF, 0, AHBENR, 6},
};

void set_bit(ChipOnDesk& desk, std::uint32_t address, unsigned bit) {
    desk.write(address, desk.read(address).value | 1u << bit);
}

TEST(MemoryMap, devices_read_zero_and_ignore_writes_until_their_clock_is_on) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        ChipOnDesk desk;
        desk.start();
        if (row.enable != none) {
            EXPECT_EQ(desk.read(row.address).value, 0u);
            desk.write(row.address, row.written);
            set_bit(desk, row.enable, row.bit);
        }
        EXPECT_EQ(desk.read(row.address).value, row.reset);
        if (row.written == 0) continue;
        desk.write(row.address, row.written);
        EXPECT_EQ(desk.read(row.address).value, row.written);
    }
}

TEST(MemoryMap, reset_bits_bring_registers_back) {
    for (const Row& row : rows) {
        if (row.enable != APB1ENR && row.enable != APB2ENR) continue;
        SCOPED_TRACE(row.name);
        const std::uint32_t rstr = row.enable == APB1ENR ? APB1RSTR : APB2RSTR;
        ChipOnDesk desk;
        desk.start();
        set_bit(desk, row.enable, row.bit);
        desk.write(row.address, row.written);
        set_bit(desk, rstr, row.bit);
        EXPECT_EQ(desk.read(row.address).value, 0u);  // held in reset
        desk.write(rstr, 0);
        EXPECT_EQ(desk.read(row.address).value, row.reset);
    }
}

TEST(MemoryMap, narrow_writes_reach_apb_registers_on_all_lanes) {
    ChipOnDesk desk;
    desk.start();
    set_bit(desk, APB2ENR, 3);
    desk.chip.debug_write(0x40010C0C, Width::byte, 0x5A);  // GPIOB_ODR
    EXPECT_EQ(desk.read(0x40010C0C).value, 0x5A5Au);
    EXPECT_EQ(desk.chip.debug_read(0x40010C0D, Width::byte).value, 0x5Au);
}

TEST(MemoryMap, backup_registers_need_both_clocks_and_dbp) {
    ChipOnDesk desk;
    desk.start();
    constexpr std::uint32_t BKP_DR1 = 0x40006C04, PWR_CR = 0x40007000;
    desk.memory.backup[0] = 0x5A;
    desk.memory.backup[1] = 0xA5;
    EXPECT_EQ(desk.read(BKP_DR1).value, 0u);
    set_bit(desk, APB1ENR, 27);
    EXPECT_EQ(desk.read(BKP_DR1).value, 0xA55Au);
    desk.write(PWR_CR, 0x100);  // without PWREN
    desk.write(BKP_DR1, 0x1234);
    EXPECT_EQ(desk.read(BKP_DR1).value, 0xA55Au);
    set_bit(desk, APB1ENR, 28);
    desk.write(PWR_CR, 0x100);
    desk.write(BKP_DR1, 0x1234);
    EXPECT_EQ(desk.read(BKP_DR1).value, 0x1234u);
    EXPECT_EQ(desk.memory.backup[0], 0x34);
}

}  // namespace
}  // namespace jig::machine
