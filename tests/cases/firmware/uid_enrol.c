// SPDX-License-Identifier: Apache-2.0
// Binds itself at its first start: where the record is erased it is written, and ever after it must fit the unique ID.
#include "flash_driver.h"
#include "uid.h"

static uint32_t code_of_uid(void) {
    RCC_AHBENR |= RCC_AHBENR_CRCEN;
    CRC_CR = 1;
    for (uint32_t i = 0; i < 3; ++i) CRC_DR = uid_word(i);
    return CRC_DR ^ KEY;
}

int main(void) {
    board_start();
    const uint32_t code = code_of_uid();
    if (REGISTER(RECORD) == 0xFFFFFFFF) {
        flash_unlock();
        flash_program(RECORD, (uint16_t)code);
        flash_program(RECORD + 2, (uint16_t)(code >> 16));
    }
    run(REGISTER(RECORD) == code);
}
