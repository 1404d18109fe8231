// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

// Starts the fastest clock there is; returns SYSCLK in Hz: 72 MHz, or 8 MHz without a crystal.
uint32_t start_clock(void);
