/* SPDX-License-Identifier: Apache-2.0 */
/* The flash: runs of half-words are programmed by interrupt out of the window, one half-word behind the other, while
   everything else goes on. */
#pragma once

#include <stdint.h>

typedef struct {
    uint32_t status;  /* FLASH_SR of what failed; 0 while all is well */
    uint32_t address; /* where */
} FlashFailure;

#define FLASH_FIRST 0x08000000u
extern uint32_t flash_end; /* behind the last byte that is there: F103C8 often have more than they say */

extern FlashFailure flash_failure; /* the first one; nothing is programmed behind it */

/* Finds the flash's end and unlocks it. */
void flash_open(void);
/* A run out of the window; waits while too many are waiting. */
void flash_program(uint32_t address, uint32_t at, uint32_t length);
/* Until the window's bytes from position `at` on are not needed any more. */
void flash_wait_behind(uint32_t at);
/* Until nothing is under way: only then may flash be read, or the core would stand still while bytes come in. */
void flash_wait(void);
/* FLASH_CR's MER, or PER with an address. 0: done; else FLASH_SR. */
uint32_t flash_erase(uint32_t mode, uint32_t address);
/* Erases the option bytes and programs these eight half-words, RDP's first. 0: done; else FLASH_SR. */
uint32_t flash_write_options(const uint8_t *raw);
