// SPDX-License-Identifier: Apache-2.0
// Renews its settings in the second kilobyte, and needs what lies in the first: made for pages of 1 KB.
#include "flash_driver.h"

int main(void) {
    board_start();
    flash_unlock();
    flash_erase_page(RECORD + 0x400);
    flash_program(RECORD + 0x400, 0x1234);
    run(REGISTER(RECORD) == KEY);
}
