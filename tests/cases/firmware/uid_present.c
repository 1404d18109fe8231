// SPDX-License-Identifier: Apache-2.0
// Wants a unique ID at all: a chip whose ID reads as erased flash is refused.
#include "uid.h"

int main(void) {
    board_start();
    run((uid_word(0) & uid_word(1) & uid_word(2)) != 0xFFFFFFFF);
}
