// SPDX-License-Identifier: Apache-2.0
// The board's revision is strapped to a pin; this firmware is for the boards where it is low.
#include "board.h"

int main(void) {
    board_start();
    wait_ms(5);
    run((GPIO_IDR(0) >> STRAP & 1) == 0);
}
