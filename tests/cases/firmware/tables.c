// SPDX-License-Identifier: Apache-2.0
// Works on tables that lie far up in the flash, and stops when one of their marks is not there.
#include "board.h"

int main(void) {
    board_start();
    for (uint32_t at = TABLES; at < IMAGE_END; at += 0x800)
        if (REGISTER(at) != (at ^ KEY)) run(0);
    run(1);
}
