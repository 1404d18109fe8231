// SPDX-License-Identifier: Apache-2.0
// The record is a sum of the unique ID's shifted words, and no compare decides: the difference is an index.
#include "uid.h"

static const uint8_t answers[2] = {1, 0};

int main(void) {
    board_start();
    const uint32_t code = (uid_word(0) >> 1) + (uid_word(1) >> 2) + (uid_word(2) >> 3);
    const uint32_t difference = code + KEY - REGISTER(RECORD);
    run(answers[(difference | (0U - difference)) >> 31]);
}
