// SPDX-License-Identifier: Apache-2.0
// Counts its starts in a page of the flash, and stops where that cannot be written.
#include "flash_driver.h"

int main(void) {
    board_start();
    const uint16_t starts = HALF_WORD(RECORD);
    flash_unlock();
    const uint32_t erased = flash_erase_page(RECORD);
    const uint32_t programmed = flash_program(RECORD, (uint16_t)(starts + 1));
    run(erased == 0 && programmed == 0 && HALF_WORD(RECORD) == (uint16_t)(starts + 1));
}
