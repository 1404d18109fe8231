// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

void start_console(uint32_t pclk2_hz);
void print(const char *text);
