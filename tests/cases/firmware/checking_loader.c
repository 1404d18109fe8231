// SPDX-License-Identifier: Apache-2.0
// A bootloader that starts the application only while the CRC-32 behind it holds, and else stays, red.
#include "board.h"

enum { application_bytes = 0x4000 };

static uint32_t crc_of_application(void) {
    uint32_t crc = 0xFFFFFFFF;
    for (uint32_t at = APPLICATION; at < APPLICATION + application_bytes - 4; ++at) {
        crc ^= *(volatile uint8_t*)at;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((0U - (crc & 1)) & 0xEDB88320);
    }
    return ~crc;
}

_Noreturn static void jump(uint32_t stack, uint32_t entry) {
    __asm volatile("msr msp, %0\n bx %1" : : "r"(stack), "r"(entry));
    __builtin_unreachable();
}

int main(void) {
    if (crc_of_application() == REGISTER(APPLICATION + application_bytes - 4)) {
        VTOR = APPLICATION;
        jump(REGISTER(APPLICATION), REGISTER(APPLICATION + 4));
    }
    board_start();
    run(0);
}
