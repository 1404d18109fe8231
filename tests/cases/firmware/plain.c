// SPDX-License-Identifier: Apache-2.0
// Nothing but lamps and a banner, with a stack where the command line puts it; HEALTHY says which lamp.
#include "board.h"

int main(void) {
    volatile uint32_t deep[64];
    board_start();
    for (uint32_t i = 0; i < 64; ++i) deep[i] = i;
    say("fan 2.4\r\n");
    run(HEALTHY && deep[63] == 63);
}
