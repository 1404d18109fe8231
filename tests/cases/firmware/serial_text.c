// SPDX-License-Identifier: Apache-2.0
// Prints the serial number that a page of the flash holds as text: each board has its own, and any will do.
#include "board.h"

int main(void) {
    board_start();
    say("serial number ");
    for (uint32_t i = 0; i < 10; ++i) {
        const char letter[2] = {((volatile char*)RECORD)[i], 0};
        say(letter);
    }
    say("\r\n");
    run(1);
}
