// SPDX-License-Identifier: Apache-2.0
// Power, resets by cause, what a debugger reaches meanwhile, and the memory that the boot pins choose.
#include <gtest/gtest.h>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/counting_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using testing::counter_address;
using namespace std::chrono_literals;

constexpr std::uint32_t RCC_CSR = 0x40021024, RCC_APB1ENR = 0x4002101C, RCC_APB2ENR = 0x40021018, PWR_CR = 0x40007000,
                        BKP_DR1 = 0x40006C04, AFIO_MAPR = 0x40010004, AIRCR = 0xE000ED0C, DHCSR = 0xE000EDF0,
                        DEMCR = 0xE000EDFC;
constexpr std::uint32_t S_HALT = 1U << 17, S_RESET_ST = 1U << 25;
constexpr std::uint32_t PINRSTF = 1U << 26, PORRSTF = 1U << 27, SFTRSTF = 1U << 28;

struct Counting : ChipOnDesk {
    Counting() {
        testing::install_counter(memory.flash);
        start();
    }
    [[nodiscard]] bool runs() {
        const std::uint32_t before = read(counter_address).value;
        pass(100us);
        return read(counter_address).value != before;
    }
};

TEST(ChipReset, by_power_takes_the_datasheets_time_and_says_so) {
    ChipOnDesk desk;
    testing::install_counter(desk.memory.flash);
    desk.chip.power_on();
    desk.pass(2400us);
    EXPECT_TRUE(desk.chip.in_reset());
    EXPECT_EQ(desk.chip.instructions(), 0U);
    desk.pass(200us);
    EXPECT_FALSE(desk.chip.in_reset());
    EXPECT_GT(desk.chip.instructions(), 0U);
    EXPECT_EQ(desk.read(RCC_CSR).value & (PORRSTF | SFTRSTF), PORRSTF);
    EXPECT_EQ(desk.chip.resets(), 0U);
}

TEST(ChipReset, by_software_says_so_and_keeps_sram) {
    Counting desk;
    desk.write(0x20004000, 0x12345678);
    desk.write(RCC_CSR, 1U << 24);  // RMVF
    EXPECT_FALSE(desk.write(AIRCR, 0x05FA0004).fault);
    EXPECT_TRUE(desk.chip.in_reset());
    desk.pass(100us);
    EXPECT_FALSE(desk.chip.in_reset());
    EXPECT_EQ(desk.read(RCC_CSR).value & (PORRSTF | SFTRSTF), SFTRSTF);
    EXPECT_EQ(desk.chip.resets(), 1U);
    EXPECT_EQ(desk.read(0x20004000).value, 0x12345678U);
    EXPECT_TRUE(desk.runs());
}

TEST(ChipReset, by_nrst_leaves_the_debug_registers_reachable_and_nothing_else) {
    Counting desk;
    desk.write(RCC_CSR, 1U << 24);
    desk.chip.set_nrst(true);
    for (const std::uint32_t address : {0x20000000U, 0x08000000U, 0x40021000U, 0x1FFFF7E0U})
        EXPECT_TRUE(desk.read(address).fault) << std::hex << address;
    const DebugReply dhcsr = desk.read(DHCSR);
    EXPECT_FALSE(dhcsr.fault);
    EXPECT_EQ(dhcsr.value & S_RESET_ST, S_RESET_ST);
    desk.pass(1000ms);
    EXPECT_TRUE(desk.chip.in_reset());
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(RCC_CSR).value & (PINRSTF | PORRSTF), PINRSTF);
    EXPECT_TRUE(desk.runs());
}

TEST(ChipReset, lets_a_debugger_catch_the_first_instruction) {
    Counting desk;
    desk.write(counter_address, 0);
    desk.chip.set_nrst(true);
    desk.pass(10ms);
    desk.write(DHCSR, 0xA05F0001);  // C_DEBUGEN
    desk.write(DEMCR, 1);           // VC_CORERESET
    desk.chip.set_nrst(false);
    desk.pass(10ms);
    EXPECT_EQ(desk.read(DHCSR).value & S_HALT, S_HALT);
    EXPECT_EQ(desk.chip.pc(), testing::counting_code);
    EXPECT_EQ(desk.read(counter_address).value, 0U);
    desk.write(DHCSR, 0xA05F0001);
    EXPECT_TRUE(desk.runs());
}

TEST(ChipReset, holds_while_nrst_is_low_even_if_software_asks_for_another) {
    Counting desk;
    desk.chip.set_nrst(true);
    desk.write(AIRCR, 0x05FA0004);
    desk.pass(10ms);
    EXPECT_TRUE(desk.chip.in_reset());
}

TEST(ChipPower, lost_takes_sram_and_keeps_backup_registers_and_flash) {
    Counting desk;
    desk.write(RCC_APB1ENR, 3U << 27);
    desk.write(PWR_CR, 1U << 8);
    desk.write(BKP_DR1, 0x5A5A);
    desk.write(0x20004000, 0x12345678);
    desk.chip.power_off();
    desk.pass(1000ms);
    EXPECT_FALSE(desk.chip.powered());
    EXPECT_FALSE(desk.chip.in_reset());
    desk.start();
    EXPECT_NE(desk.read(0x20004000).value, 0x12345678U);
    desk.write(RCC_APB1ENR, 3U << 27);
    EXPECT_EQ(desk.read(BKP_DR1).value, 0x5A5AU);
    EXPECT_EQ(desk.memory.backup[0], 0x5A);
    EXPECT_TRUE(desk.runs());
}

TEST(ChipPower, lost_keeps_the_backup_domain_in_the_storage_until_bdrst) {
    constexpr std::uint32_t RCC_BDCR = 0x40021020, BKP_RTCCR = 0x40006C2C;
    Counting first;
    const auto open_backup_domain = [](ChipOnDesk& desk) {
        desk.write(RCC_APB1ENR, 3U << 27);
        desk.write(PWR_CR, 1U << 8);
    };
    open_backup_domain(first);
    first.write(RCC_BDCR, 0x8101);  // RTCEN, RTCSEL = LSE, LSEON
    first.write(BKP_RTCCR, 0x123);
    first.write(AIRCR, 0x05FA0004);
    first.pass(1ms);
    EXPECT_EQ(first.read(RCC_BDCR).value, 0x8101U) << "after a system reset";
    first.chip.power_off();

    ChipOnDesk second;
    second.memory = first.memory;
    second.start();
    open_backup_domain(second);
    EXPECT_EQ(second.read(RCC_BDCR).value, 0x8103U) << "LSERDY: VBAT has kept the crystal running";
    EXPECT_EQ(second.read(BKP_RTCCR).value, 0x123U);
    second.write(RCC_BDCR, 1U << 16);
    second.write(RCC_BDCR, 0);
    EXPECT_EQ(second.read(RCC_BDCR).value, 0U);
    EXPECT_EQ(second.read(BKP_RTCCR).value, 0U);
}

TEST(ChipBoot, from_system_memory_sleeps_in_a_filler_that_is_ours) {
    Counting desk;
    desk.chip.set_boot_pins(true, false);
    desk.chip.power_off();
    desk.start();
    EXPECT_EQ(desk.read(0x00000000).value, 0x20000400U);
    EXPECT_EQ(desk.read(0x00000004).value, desk.read(0x1FFFF004).value);
    EXPECT_EQ(desk.chip.pc() & 0xFFFFF000, 0x1FFFF000U);
    const std::uint64_t before = desk.chip.instructions();
    desk.pass(100ms);
    EXPECT_EQ(desk.chip.instructions(), before);
    EXPECT_FALSE(desk.read(0x08000000).fault);
}

TEST(ChipBoot, from_sram_runs_what_lies_there) {
    Counting desk;
    desk.write(0x20000100, 0xE7FEBF00);  // nop; b .
    desk.write(0x20000000, 0x20001000);
    desk.write(0x20000004, 0x20000101);
    desk.chip.set_boot_pins(true, true);
    desk.chip.set_nrst(true);
    desk.pass(1ms);
    desk.chip.set_nrst(false);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(0x00000004).value, 0x20000101U);
    EXPECT_EQ(desk.chip.pc(), 0x20000102U);
}

TEST(ChipBoot, from_sram_does_not_enter_protected_flash) {
    for (const bool is_protected : {false, true}) {
        Counting desk;
        desk.memory.option_bytes[0] = is_protected ? 0x00 : 0xA5;
        desk.chip.power_off();
        desk.start();
        desk.write(0x20000000, 0x20001000);
        desk.write(0x20000004, 0x20000101);
        desk.write(0x2000000C, 0x20000201);  // HardFault
        desk.write(0x20000100, 0x1001F240);  // movw r0, #0x0101
        desk.write(0x20000104, 0x0000F6C0);  // movt r0, #0x0800
        desk.write(0x20000108, 0xE7FE4700);  // bx r0
        desk.write(0x20000200, 0xE7FEE7FE);  // b .
        desk.chip.set_boot_pins(true, true);
        desk.chip.set_nrst(true);
        desk.pass(1ms);
        desk.chip.set_nrst(false);
        desk.pass(1ms);
        EXPECT_EQ(desk.chip.pc() >> 24, is_protected ? 0x20U : 0x08U);
    }
}

TEST(ChipBoot, looks_at_the_boot_pins_only_when_a_reset_ends) {
    Counting desk;
    desk.chip.set_boot_pins(true, false);
    desk.pass(1ms);
    EXPECT_EQ(desk.read(0x00000000).value, 0x20001000U);
}

TEST(ChipDebugPins, are_the_firmwares_as_afio_says) {
    Counting desk;
    EXPECT_TRUE(desk.chip.swd_enabled());
    EXPECT_TRUE(desk.chip.jtag_enabled());
    desk.write(RCC_APB2ENR, 1);
    desk.write(AFIO_MAPR, 2U << 24);
    EXPECT_TRUE(desk.chip.swd_enabled());
    EXPECT_FALSE(desk.chip.jtag_enabled());
    desk.write(AFIO_MAPR, 4U << 24);
    EXPECT_FALSE(desk.chip.swd_enabled());
    desk.chip.set_nrst(true);
    EXPECT_TRUE(desk.chip.swd_enabled()) << "reset gives the pins back";
}

}  // namespace
}  // namespace jig::machine
