// SPDX-License-Identifier: Apache-2.0
// Checks the whole image against the value behind it; CHECK says how.
#include "board.h"

enum { stm32_crc = 1, crc_32, crc_16, sum_32, fletcher_16 };

static uint32_t over_words(uint32_t end) {
    uint32_t sum = 0;
    RCC_AHBENR |= RCC_AHBENR_CRCEN;
    CRC_CR = 1;
    for (uint32_t at = 0x08000000; at < end; at += 4) {
        sum += REGISTER(at);
        CRC_DR = REGISTER(at);
    }
    return CHECK == sum_32 ? sum : CRC_DR;
}

static uint32_t over_bits(uint32_t end) {
    uint32_t crc = CHECK == crc_32 ? 0xFFFFFFFF : 0xFFFF;
    for (uint32_t at = 0x08000000; at < end; ++at) {
        const uint32_t byte = *(volatile uint8_t*)at;
        crc ^= CHECK == crc_32 ? byte : byte << 8;
        for (int bit = 0; bit < 8; ++bit) {
            if (CHECK == crc_32)
                crc = crc >> 1 ^ ((0U - (crc & 1)) & 0xEDB88320);
            else
                crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021U : 0)) & 0xFFFF;
        }
    }
    return CHECK == crc_32 ? ~crc : crc;
}

static uint32_t over_bytes(uint32_t end) {
    uint32_t low = 0;
    uint32_t high = 0;
    for (uint32_t at = 0x08000000; at < end; ++at) {
        low = (low + *(volatile uint8_t*)at) % 255;
        high = (high + low) % 255;
    }
    return high << 8 | low;
}

int main(void) {
    board_start();
    say("version " VERSION "\r\n");
    const uint32_t end = IMAGE_END - 4;
    if (CHECK == stm32_crc || CHECK == sum_32) run(over_words(end) == REGISTER(end));
    run((CHECK == fletcher_16 ? over_bytes(end) : over_bits(end)) == REGISTER(end));
}
