// SPDX-License-Identifier: Apache-2.0
// The record is the unique ID as text: 24 digits, looked at only when the banner has been out for a while.
#include "uid.h"

static char digit(uint32_t value) { return (char)(value < 10 ? '0' + value : 'A' + value - 10); }

static int record_is_ours(void) {
    const volatile char* text = (const volatile char*)RECORD;
    for (uint32_t i = 0; i < 12; ++i)
        if (*text++ != digit(uid_byte(i) >> 4) || *text++ != digit(uid_byte(i) & 15)) return 0;
    return 1;
}

int main(void) {
    board_start();
    say("valve 7\r\n");
    for (int i = 0; i < 4; ++i) {
        wait_ms(50);
        say(".");
    }
    run(record_is_ours());
}
