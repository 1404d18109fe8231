// SPDX-License-Identifier: Apache-2.0
// The record is the CRC-32 of the unique ID, bit by bit, looked at only 300 ms after the start.
#include "uid.h"

static uint32_t crc_of_uid(void) {
    uint32_t crc = 0xFFFFFFFF;
    for (uint32_t i = 0; i < 12; ++i) {
        crc ^= uid_byte(i);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((0U - (crc & 1)) & 0xEDB88320);
    }
    return ~crc;
}

int main(void) {
    board_start();
    say("heater 1.0\r\n");
    wait_ms(300);
    run((crc_of_uid() ^ KEY) == REGISTER(RECORD));
}
