// SPDX-License-Identifier: Apache-2.0
// EEPROM emulation in two pages: the page whose header says valid holds (value, name) records, the last of a name
// counts.
#include "board.h"

enum { page_bytes = 0x800, valid = 0x0000, gain_name = 0x0101 };

static uint32_t valid_page(void) {
    for (uint32_t page = RECORD; page < RECORD + 2 * page_bytes; page += page_bytes)
        if (HALF_WORD(page) == valid) return page;
    return 0;
}

static uint32_t newest(uint32_t page, uint16_t name) {
    for (uint32_t at = page + page_bytes - 4; at > page; at -= 4)
        if (HALF_WORD(at + 2) == name) return HALF_WORD(at);
    return 0;
}

int main(void) {
    board_start();
    const uint32_t page = valid_page();
    run(page != 0 && newest(page, gain_name) == (KEY & 0x7FFF));
}
