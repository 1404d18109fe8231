// SPDX-License-Identifier: Apache-2.0
// Starts the application at APPLICATION if it looks like one: a stack in SRAM, an entry behind its vector table.
#include "board.h"

_Noreturn static void jump(uint32_t stack, uint32_t entry) {
    __asm volatile("msr msp, %0\n bx %1" : : "r"(stack), "r"(entry));
    __builtin_unreachable();
}

int main(void) {
    const uint32_t stack = REGISTER(APPLICATION);
    const uint32_t entry = REGISTER(APPLICATION + 4);
    if (stack >> 20 == 0x200 && entry - APPLICATION < 0x10000) {
        VTOR = APPLICATION;
        jump(stack, entry);
    }
    board_start();
    run(0);
}
