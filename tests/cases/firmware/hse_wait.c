// SPDX-License-Identifier: Apache-2.0
// Waits for the HSE: without an end, or where GIVES_UP says so until it takes the internal oscillator instead.
#include "board.h"

int main(void) {
    RCC_CR |= RCC_CR_HSEON;
    uint32_t patience = 100000;
    while (!(RCC_CR & RCC_CR_HSERDY))
        if (GIVES_UP && --patience == 0) break;
    if (RCC_CR & RCC_CR_HSERDY) RCC_CFGR |= RCC_CFGR_SW_HSE;
    board_start();
    run(1);
}
