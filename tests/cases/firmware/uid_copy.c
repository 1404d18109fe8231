// SPDX-License-Identifier: Apache-2.0
// The record is the unique ID itself, masked with a constant.
#include "uid.h"

int main(void) {
    board_start();
    say("pump 3.1\r\n");
    uint32_t same = 1;
    for (uint32_t i = 0; i < 3; ++i)
        if (REGISTER(RECORD + 4 * i) != (uid_word(i) ^ KEY)) same = 0;
    run(same);
}
