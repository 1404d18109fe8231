// SPDX-License-Identifier: Apache-2.0
// Waits for the LSE without an end, as a clock that must not lose time.
#include "board.h"

int main(void) {
    board_start();
    say("clock\r\n");
    RCC_APB1ENR |= RCC_APB1ENR_BKPEN | RCC_APB1ENR_PWREN;
    PWR_CR |= PWR_CR_DBP;
    RCC_BDCR |= RCC_BDCR_LSEON;
    while (!(RCC_BDCR & RCC_BDCR_LSERDY)) {}
    run(1);
}
