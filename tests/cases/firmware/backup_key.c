// SPDX-License-Identifier: Apache-2.0
// A key in the backup registers, which a battery keeps: without it the board has lost its settings.
#include "board.h"

int main(void) {
    board_start();
    RCC_APB1ENR |= RCC_APB1ENR_BKPEN | RCC_APB1ENR_PWREN;
    run(BKP_DR(3) == (KEY & 0xFFFF) && BKP_DR(4) == (~KEY & 0xFFFF));
}
