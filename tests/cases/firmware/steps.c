// SPDX-License-Identifier: Apache-2.0
// Each of its steps lies in a page of its own, and the last one lights the lamp: code that a partial copy lacks.
#include "board.h"

__attribute__((noinline)) static int step(uint32_t at) {
    const uint32_t mark = REGISTER(at);
    say(".");
    return mark == (at ^ KEY);
}

int main(void) {
    board_start();
    uint32_t at = TABLES;
    while (at < IMAGE_END && step(at)) at += 0x1000;
    wait_ms(20);
    run(at >= IMAGE_END);
}
