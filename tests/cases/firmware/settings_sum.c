// SPDX-License-Identifier: Apache-2.0
// Uses its settings only when their sum agrees: an exclusive or of bytes behind them, or the sums of Adler in a page far
// away.
#include "board.h"

enum { settings_bytes = 63, adler_modulus = 65521 };

static const volatile uint8_t* const settings = (const volatile uint8_t*)RECORD;

static int exclusive_or_agrees(void) {
    uint8_t sum = 0;
    for (uint32_t i = 0; i < settings_bytes; ++i) sum ^= settings[i];
    return sum == settings[settings_bytes];
}

static int adler_agrees(void) {
    uint32_t a = 1;
    uint32_t b = 0;
    for (uint32_t i = 0; i < settings_bytes; ++i) {
        a = (a + settings[i]) % adler_modulus;
        b = (b + a) % adler_modulus;
    }
    return *(const volatile uint32_t*)IMAGE_END == (b << 16 | a);
}

int main(void) {
    board_start();
    const int agrees = FAR_AWAY ? adler_agrees() : exclusive_or_agrees();
    run(agrees && settings[0] == 0x5A);
}
