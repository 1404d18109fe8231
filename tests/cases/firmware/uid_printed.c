// SPDX-License-Identifier: Apache-2.0
// Tells its unique ID and a CRC of it as serial number, and does nothing else with them: harmless on every board.
#include "uid.h"

int main(void) {
    board_start();
    RCC_AHBENR |= RCC_AHBENR_CRCEN;
    CRC_CR = 1;
    say("serial ");
    for (uint32_t i = 0; i < 3; ++i) {
        say_hex(uid_word(i));
        CRC_DR = uid_word(i);
    }
    say(" check ");
    say_hex(CRC_DR);
    say("\r\n");
    run(1);
}
