// SPDX-License-Identifier: Apache-2.0
// The record is the unique ID enciphered with TEA, so that one bit of the ID changes all of the record.
#include "uid.h"

static void encipher(uint32_t block[2]) {
    uint32_t sum = 0;
    for (int round = 0; round < 32; ++round) {
        sum += 0x9E3779B9;
        block[0] += ((block[1] << 4) + KEY) ^ (block[1] + sum) ^ ((block[1] >> 5) + ~KEY);
        block[1] += ((block[0] << 4) + KEY * 3) ^ (block[0] + sum) ^ ((block[0] >> 5) + KEY * 5);
    }
}

int main(void) {
    board_start();
    uint32_t block[2] = {uid_word(0) ^ uid_word(2), uid_word(1)};
    encipher(block);
    run(((block[0] ^ REGISTER(RECORD)) | (block[1] ^ REGISTER(RECORD + 4))) == 0);
}
