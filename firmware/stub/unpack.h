/* SPDX-License-Identifier: Apache-2.0 */
/* LZ4 blocks into the window: a ring of the latest bytes that were to be programmed. Matches may reach back through all of
   it, over the borders of blocks. */
#pragma once

#include <stdint.h>

extern uint8_t window[];
extern uint32_t window_bytes; /* a power of two */

/* Unpacks exactly `wanted` bytes to the window's position `at` on; 0 when the block is no such block. */
int unpack(const uint8_t *in, uint32_t length, uint32_t at, uint32_t wanted);
/* The same for bytes that are not packed. */
void copy_in(const uint8_t *in, uint32_t at, uint32_t length);
