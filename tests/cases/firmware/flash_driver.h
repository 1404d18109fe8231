// SPDX-License-Identifier: Apache-2.0
// Erases a page and programs half-words, PM0075 section 2.3.
#pragma once

#include "board.h"

static inline uint32_t flash_finish(void) {
    while (FLASH_SR & FLASH_SR_BSY) {}
    FLASH_CR &= ~(uint32_t)(FLASH_CR_PG | FLASH_CR_PER);
    return FLASH_SR & (FLASH_SR_PGERR | FLASH_SR_WRPRTERR);
}

static inline void flash_unlock(void) {
    FLASH_KEYR = 0x45670123;
    FLASH_KEYR = 0xCDEF89AB;
    FLASH_SR = FLASH_SR_PGERR | FLASH_SR_WRPRTERR;
}

static inline uint32_t flash_erase_page(uint32_t address) {
    FLASH_CR |= FLASH_CR_PER;
    FLASH_AR = address;
    FLASH_CR |= FLASH_CR_STRT;
    return flash_finish();
}

static inline uint32_t flash_program(uint32_t address, uint16_t value) {
    FLASH_CR |= FLASH_CR_PG;
    HALF_WORD(address) = value;
    return flash_finish();
}
