// SPDX-License-Identifier: Apache-2.0
// The option byte Data0 or Data1 says which product this is; read from memory, or from FLASH_OBR.
#include "board.h"

int main(void) {
    board_start();
#if DATA_FROM_OBR
    const uint32_t data = FLASH_OBR >> 10 & 0xFF;
#else
    const uint32_t data = HALF_WORD(0x1FFFF806) & 0xFF;
#endif
    run(data == (KEY & 0x7F));
}
