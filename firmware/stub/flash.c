/* SPDX-License-Identifier: Apache-2.0 */
#include "flash.h"

#include "guarded.h"
#include "link.h"
#include "registers.h"
#include "unpack.h"

#define RUNS 16u
#define ERRORS (FLASH_SR_PGERR | FLASH_SR_WRPRTERR)
#define OPTION_BYTES 0x1FFFF800u
#define OPTION_HALF_WORDS 8u
#define FLASH_LIMIT 0x08080000u /* bank 2 of XL density has registers of its own, and is not served */
#define LEAST_PAGE 1024u
#define ERASED 0xFFFFu

typedef struct {
    uint32_t address, at, left;
} Run;

static Run runs[RUNS];
static volatile uint32_t runs_head, runs_tail;
static volatile uint32_t needed_from; /* the window's position of the next half-word */
static volatile uint8_t programming;
static uint32_t last_address;

uint32_t flash_end;
FlashFailure flash_failure;

void flash_open(void) {
    flash_end = FLASH_FIRST;
    while (flash_end < FLASH_LIMIT) {
        guarded_read(flash_end, 4);
        if (guarded_failed()) break;
        flash_end += LEAST_PAGE;
    }
    if ((FLASH_CR & FLASH_CR_LOCK) == 0) return;
    FLASH_KEYR = FLASH_KEY1;
    FLASH_KEYR = FLASH_KEY2;
}

/* Erased half-words are not programmed. */
static void start_next(void) {
    while (runs_tail != runs_head) {
        Run *run = &runs[runs_tail % RUNS];
        while (run->left != 0) {
            const uint32_t address = run->address;
            const uint16_t half = *(const uint16_t *)&window[run->at & (window_bytes - 1)];
            run->address += 2;
            run->at += 2;
            run->left -= 2;
            needed_from = run->at;
            if (half == ERASED) continue;
            last_address = address;
            *(volatile uint16_t *)address = half;
            return;
        }
        runs_tail = runs_tail + 1;
    }
    programming = 0;
    FLASH_CR = 0;
}

void flash_interrupt(void) {
    if (!programming) { /* wait_operation() sleeps, and looks at the flags itself */
        FLASH_CR &= ~FLASH_CR_ERRIE_EOPIE;
        return;
    }
    const uint32_t status = FLASH_SR;
    FLASH_SR = FLASH_SR_EOP | ERRORS;
    if ((status & ERRORS) == 0) {
        start_next();
        return;
    }
    flash_failure.status = status;
    flash_failure.address = last_address;
    runs_tail = runs_head;
    programming = 0;
    FLASH_CR = 0;
}

void flash_program(uint32_t address, uint32_t at, uint32_t length) {
    while (runs_head - runs_tail == RUNS) rest();
    runs[runs_head % RUNS] = (Run){address, at, length};
    __asm volatile("cpsid i" ::: "memory");
    if (!programming) needed_from = at;
    runs_head = runs_head + 1;
    if (!programming) {
        programming = 1;
        FLASH_CR = FLASH_CR_PG | FLASH_CR_ERRIE_EOPIE;
        start_next();
    }
    __asm volatile("cpsie i" ::: "memory");
}

void flash_wait_behind(uint32_t at) {
    while (programming && (int32_t)(needed_from - at) < 0) rest();
}

void flash_wait(void) {
    while (programming) rest();
}

/* The interrupt of the operation's end ends the sleep. */
static uint32_t wait_operation(void) {
    while ((FLASH_SR & FLASH_SR_BSY) != 0) rest();
    const uint32_t failed = FLASH_SR & ERRORS;
    FLASH_SR = FLASH_SR_EOP | ERRORS;
    return failed;
}

uint32_t flash_erase(uint32_t mode, uint32_t address) {
    flash_wait();
    FLASH_CR = mode;
    if (mode == FLASH_CR_PER) FLASH_AR = address;
    FLASH_CR = mode | FLASH_CR_ERRIE_EOPIE | FLASH_CR_STRT;
    const uint32_t failed = wait_operation();
    FLASH_CR = 0;
    return failed;
}

uint32_t flash_write_options(const uint8_t *raw) {
    const uint32_t erase = FLASH_CR_OPTER | FLASH_CR_OPTWRE, program = FLASH_CR_OPTPG | FLASH_CR_OPTWRE;
    flash_wait();
    FLASH_OPTKEYR = FLASH_KEY1;
    FLASH_OPTKEYR = FLASH_KEY2;
    FLASH_CR = erase;
    FLASH_CR = erase | FLASH_CR_ERRIE_EOPIE | FLASH_CR_STRT;
    uint32_t failed = wait_operation();
    for (uint32_t i = 0; i < OPTION_HALF_WORDS && failed == 0; i++) {
        const uint16_t half = (uint16_t)(raw[2 * i] | raw[2 * i + 1] << 8);
        if (half == ERASED) continue;
        FLASH_CR = program | FLASH_CR_ERRIE_EOPIE;
        ((volatile uint16_t *)OPTION_BYTES)[i] = half;
        failed = wait_operation();
    }
    FLASH_CR = 0;
    return failed;
}
