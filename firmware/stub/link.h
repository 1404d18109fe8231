/* SPDX-License-Identifier: Apache-2.0 */
/* The line to the host: bytes in and out of USART1, frames of them, the rate, and what is done while nothing comes. */
#pragma once

#include <stdint.h>

#define FRAME_BYTES 1104u /* decoded: the longest request, its checksum and some room */

typedef struct {
    uint8_t bytes[FRAME_BYTES];
    uint32_t length; /* without the checksum */
} Frame;

enum { FRAME_NONE, FRAME_GOOD, FRAME_BAD };

extern volatile uint32_t ticks; /* of 10 ms */

void link_open(uint32_t brr);
/* Takes what has come into `frame`; answers once a frame has ended. */
int link_receive(Frame *frame);
/* Sleeps until an interrupt when no byte waits; feeds the watchdog. */
void idle(void);
/* The same, whatever waits. */
void rest(void);

void reply_begin(uint8_t sequence, uint8_t status);
void reply_byte(uint8_t byte);
void reply_word(uint32_t word);
void reply_end(void);
/* Until the last bit has left. */
void link_flush(void);
void link_set_rate(uint32_t brr);
uint32_t link_rate(void);
