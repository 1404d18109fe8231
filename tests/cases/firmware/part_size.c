// SPDX-License-Identifier: Apache-2.0
// Runs only where F_SIZE says what the maker's part has; HIDDEN_UID hides its address as it does the unique ID's.
#include "uid.h"

int main(void) {
    board_start();
    const uint32_t kilobytes = HALF_WORD(UID_ADDRESS - 8);
    run(kilobytes == F_SIZE_KB);
}
