// SPDX-License-Identifier: Apache-2.0
// A program that goes to sleep when a debugger asks it to, and the chip it runs on.
#pragma once

#include "base/bytes.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine::testing::sleeper {

inline constexpr std::uint32_t RCC_APB1ENR = 0x4002101C, PWR_CR = 0x40007000, PWR_CSR = 0x40007004,
                               EXTI_IMR = 0x40010400, EXTI_FTSR = 0x4001040C, EXTI_PR = 0x40010414,
                               NVIC_ISER0 = 0xE000E100, SCR = 0xE000ED10;
inline constexpr std::uint32_t counter = 0x20000000, is_set_up = 0x20000004, go_to_sleep = 0x20000008;

// Counts in SRAM; once the debugger has set go_to_sleep, executes WFI before every further count.
inline void install_sleeper(ChipOnDesk& desk) {
    constexpr std::uint16_t code[] = {
        0xF240, 0x0400,  // movw r4, #0
        0xF2C2, 0x0400,  // movt r4, #0x2000
        0x2500,          // movs r5, #0
        0x6025,          // str  r5, [r4]
        0x60A5,          // str  r5, [r4, #8]
        0x3501,          // adds r5, #1
        0x6025,          // str  r5, [r4]
        0x68A0,          // ldr  r0, [r4, #8]
        0x2800,          // cmp  r0, #0
        0xD0FA,          // beq  adds
        0xBF30,          // wfi
        0xE7F8,          // b    adds
        0x2001,          // movs r0, #1          EXTI0's handler
        0x6060,          // str  r0, [r4, #4]
        0xF240, 0x4314,  // movw r3, #0x0414
        0xF2C4, 0x0301,  // movt r3, #0x4001
        0x6018,          // str  r0, [r3]        EXTI_PR
        0x4770,          // bx   lr
    };
    const std::span<std::uint8_t> flash(desk.memory.flash);
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), 0x08000101);
    store_le32(flash.subspan(4 * (16 + 6)), 0x0800011D);  // EXTI0
    for (std::size_t i = 0; i < std::size(code); ++i) store_le16(flash.subspan(0x100 + 2 * i), code[i]);
}

struct Sleeper : ChipOnDesk {
    Sleeper() {
        install_sleeper(*this);
        chip.set_debug_power(true);
        start();
        write(RCC_APB1ENR, 1U << 28);
        write(is_set_up, 0);
    }
    void sleep_deep(std::uint32_t pwr_cr) {
        write(PWR_CR, pwr_cr);
        write(SCR, 4);
        write(go_to_sleep, 1);
        pass(std::chrono::milliseconds{1});
    }
    // EXTI line 0 on the falling edge of PA0, through the NVIC.
    void wake_on_pa0() {
        write(EXTI_IMR, 1);
        write(EXTI_FTSR, 1);
        write(NVIC_ISER0, 1U << 6);
    }
};

}  // namespace jig::machine::testing::sleeper
