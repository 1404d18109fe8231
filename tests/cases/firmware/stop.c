// SPDX-License-Identifier: Apache-2.0
// Blinks for 300 ms and goes to Stop for good: a board that waits for its key.
#include "board.h"

int main(void) {
    board_start();
    say("ready\r\n");
    for (int i = 0; i < 6; ++i) {
        GPIO_BSRR(LAMP_PORT) = 1U << (i & 1 ? GREEN + 16 : GREEN);
        wait_ms(50);
    }
    RCC_APB1ENR |= RCC_APB1ENR_PWREN;
    STK_CTRL = 0;
    PWR_CR |= PWR_CR_LPDS;
    SCR |= SCR_SLEEPDEEP;
    for (;;) __asm volatile("wfi");
}
