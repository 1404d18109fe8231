// SPDX-License-Identifier: Apache-2.0
// Blinks in a rhythm of its own on every chip: at random, from a seed that is its unique ID, or as often in a row as its
// number among seven says. Harmless on every board.
#include "uid.h"

static void blink(uint32_t on_ms, uint32_t off_ms) {
    GPIO_BSRR(LAMP_PORT) = 1U << GREEN;
    wait_ms(on_ms);
    GPIO_BSRR(LAMP_PORT) = 1U << GREEN << 16;
    wait_ms(off_ms);
}

static uint32_t next(uint32_t state) { return state * 1664525 + 1013904223; }

int main(void) {
    board_start();
    const uint32_t id = next(uid_word(0) ^ uid_word(1) * 3 ^ uid_word(2) * 5);
    for (uint32_t state = id; AT_RANDOM; state = next(state)) blink(40 + (state >> 25), 30 + (state >> 16) % 128);
    for (;;) {
        for (uint32_t i = 0; i <= (id >> 8) % 7; ++i) blink(60, 90);
        wait_ms(300);
    }
}
