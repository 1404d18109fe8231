// SPDX-License-Identifier: Apache-2.0
// Begins a little later or sooner by its unique ID, so that boards on one bus do not speak at once: harmless.
#include "uid.h"

int main(void) {
    board_start();
    wait_ms((uid_word(0) ^ uid_word(1) ^ uid_word(2)) % 7);
    run(1);
}
