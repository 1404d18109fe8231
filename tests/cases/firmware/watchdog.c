// SPDX-License-Identifier: Apache-2.0
// Blinks. Feeds the watchdog only where FEEDS says so, so that a hardware watchdog resets it or does not.
#include "board.h"

void in_background(void) {
    if (FEEDS) IWDG_KR = 0xAAAA;
}

int main(void) {
    board_start();
    run(1);
}
