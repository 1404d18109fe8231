// SPDX-License-Identifier: Apache-2.0
// The window watchdog in its chip: the reset it gives, and a program that feeds it from its early wakeup interrupt.
#include <gtest/gtest.h>

#include <span>

#include "base/bytes.hpp"
#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/counting_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t RCC_APB1ENR = 0x4002101C, RCC_CSR = 0x40021024, WWDG_CR = 0x40002C00, sram = 0x20000000;
constexpr std::uint32_t WWDGRSTF = 1u << 30, PINRSTF = 1u << 26, IWDGRSTF = 1u << 29;
constexpr std::size_t code_offset = 0x100, handler_offset = 0x3C, wwdg_vector = 16 * 4;

constexpr std::uint16_t feeds_the_watchdog[] = {
    0xF04F, 0x5200,                  // 00 mov  r2, #0x20000000
    0x2300,                          // 04 movs r3, #0
    0x6013,                          // 06 str  r3, [r2]
    0x4809,                          // 08 ldr  r0, RCC_APB1ENR
    0xF44F, 0x6100,                  // 0a mov  r1, #0x800     WWDGEN
    0x6001,                          // 0e str  r1, [r0]
    0x4808,                          // 10 ldr  r0, NVIC_ISER0
    0x2101,                          // 12 movs r1, #1
    0x6001,                          // 14 str  r1, [r0]
    0x4808,                          // 16 ldr  r0, WWDG_CR
    0xF240, 0x217F,                  // 18 movw r1, #0x27f     EWI, W
    0x6041,                          // 1c str  r1, [r0, #4]
    0x21FF,                          // 1e movs r1, #0xff
    0x6001,                          // 20 str  r1, [r0]
    0xBF30,                          // 22 wfi
    0xE7FD,                          // 24 b    22
    0xBF00, 0xBF00, 0xBF00, 0xBF00,  // 26
    0xBF00,                          // 2e
    0x101C, 0x4002,                  // 30 RCC_APB1ENR
    0xE100, 0xE000,                  // 34 NVIC_ISER0
    0x2C00, 0x4000,                  // 38 WWDG_CR
    0x4805,                          // 3c ldr  r0, WWDG_CR    the handler
    0x21FF,                          // 3e movs r1, #0xff
    0x6001,                          // 40 str  r1, [r0]
    0x2100,                          // 42 movs r1, #0
    0x6081,                          // 44 str  r1, [r0, #8]
    0xF04F, 0x5200,                  // 46 mov  r2, #0x20000000
    0x6813,                          // 4a ldr  r3, [r2]
    0x3301,                          // 4c adds r3, #1
    0x6013,                          // 4e str  r3, [r2]
    0x4770,                          // 50 bx   lr
    0xBF00,                          // 52
    0x2C00, 0x4000,                  // 54 WWDG_CR
};

TEST(WindowWatchdog, resets_the_chip_and_says_so) {
    ChipOnDesk desk;
    testing::install_counter(desk.memory.flash);
    desk.start();
    desk.write(RCC_APB1ENR, 1u << 11);
    desk.write(WWDG_CR, 0xFF);
    desk.pass(32ms);
    EXPECT_EQ(desk.chip.resets(), 0u);
    desk.pass(2ms);
    EXPECT_EQ(desk.chip.resets(), 1u);
    EXPECT_EQ(desk.read(RCC_CSR).value & (WWDGRSTF | IWDGRSTF | PINRSTF), WWDGRSTF | PINRSTF);
    desk.pass(1s);
    EXPECT_EQ(desk.chip.resets(), 1u) << "disabled after a reset";
}

TEST(WindowWatchdog, is_fed_by_a_program_from_its_early_wakeup_interrupt) {
    ChipOnDesk desk;
    const std::span<std::uint8_t> flash = desk.memory.flash;
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), 0x08000000 + code_offset + 1);
    store_le32(flash.subspan(wwdg_vector), 0x08000000 + code_offset + handler_offset + 1);
    for (std::size_t i = 0; i < std::size(feeds_the_watchdog); ++i)
        store_le16(flash.subspan(code_offset + 2 * i), feeds_the_watchdog[i]);
    desk.start();
    desk.pass(1s);  // 63 steps of 512 us each time
    EXPECT_EQ(desk.chip.resets(), 0u);
    EXPECT_EQ(desk.read(sram).value, 31u);
}

}  // namespace
}  // namespace jig::machine
