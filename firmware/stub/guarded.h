/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that may not be there: a bus error is reported instead of ending the program. */
#pragma once

#include <stdint.h>

/* 1 when a bus error was met since the last call. */
int guarded_failed(void);
/* `width` is 1, 2 or 4. */
uint32_t guarded_read(uint32_t address, uint32_t width);
void guarded_write(uint32_t address, uint32_t width, uint32_t value);
