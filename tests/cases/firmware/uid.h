// SPDX-License-Identifier: Apache-2.0
// The unique ID, by an address that is nowhere in the image: half of it lies in RAM, and it is doubled when it is used.
#pragma once

#include "board.h"

#if HIDDEN_UID
static volatile uint32_t half_address = 0x0FFFFBF4;
#define UID_ADDRESS (half_address * 2)
#else
#define UID_ADDRESS 0x1FFFF7E8U
#endif

static inline uint32_t uid_word(uint32_t index) { return REGISTER(UID_ADDRESS + 4 * index); }
static inline uint8_t uid_byte(uint32_t index) { return *(volatile uint8_t*)(UID_ADDRESS + index); }
