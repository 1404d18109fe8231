// SPDX-License-Identifier: Apache-2.0
// Accepts an image only with the maker's seal: SHA-256 over the image and a secret, in the last 32 bytes.
#include "board.h"
#include "sha256.h"

int main(void) {
    uint32_t secret[8];
    uint32_t digest[8];
    board_start();
    say("version " VERSION "\r\n");
    for (uint32_t i = 0; i < 8; ++i) secret[i] = KEY * (2 * i + 1);
    sha256_of(0x08000000, IMAGE_END - 64, secret, digest);
    uint32_t differs = 0;
    for (uint32_t i = 0; i < 8; ++i) differs |= digest[i] ^ REGISTER(IMAGE_END - 32 + 4 * i);
    run(differs == 0);
}
