// SPDX-License-Identifier: Apache-2.0
// What every case's firmware stands on: two lamps, a UART, milliseconds. Pins and addresses come from the compiler's
// command line, so that a sibling of a case has others.
#pragma once

#include <stdint.h>

#include "registers.h"

void board_start(void);
void say(const char* text);
void say_hex(uint32_t value);
uint32_t milliseconds(void);
void wait_ms(uint32_t time_ms);

// Blinks the green lamp for ever, or the red one.
_Noreturn void run(int good);

// What a case does beside: in each millisecond's interrupt, and in each turn of a wait.
void on_tick(void);
void in_background(void);
