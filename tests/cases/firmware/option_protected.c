// SPDX-License-Identifier: Apache-2.0
// Runs only while the chip is read-protected, as the maker delivers it.
#include "board.h"

int main(void) {
    board_start();
    run((FLASH_OBR & FLASH_OBR_RDPRT) != 0);
}
