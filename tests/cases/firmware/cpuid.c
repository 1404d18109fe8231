// SPDX-License-Identifier: Apache-2.0
// Runs only on the revision of the core that ST's F103 has.
#include "board.h"

int main(void) {
    board_start();
    run(CPUID == 0x411FC231);
}
