/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"

#include "flash.h"
#include "guarded.h"
#include "registers.h"
#include "unpack.h"

#define VERSION 1u
#define READ_LIMIT 768u
#define BLOCK_LIMIT 1024u

enum { HELLO = 1, SET_RATE, READ, CHECKSUM, ERASE_PAGE, ERASE_ALL, WRITE, FINISH, PEEK, POKE, OPTIONS, RESET, START };

uint32_t rate_before, rate_changed_at;
static uint32_t window_at; /* the position behind the last block */

static uint32_t word_of(const uint8_t *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

/* What became of the latest request that was answered with a status alone. */
static struct {
    uint32_t detail, address;
    uint8_t sequence, status;
} latest;

static void answer_latest(void) {
    reply_begin(latest.sequence, latest.status);
    reply_word(latest.detail);
    reply_word(latest.address);
    reply_end();
}

static void answer_failure(uint8_t sequence, uint8_t status, uint32_t detail, uint32_t address) {
    latest.sequence = sequence;
    latest.status = status;
    latest.detail = detail;
    latest.address = address;
    answer_latest();
}

static void answer(uint8_t sequence, uint8_t status) { answer_failure(sequence, status, 0, 0); }

static void answer_flash(uint8_t sequence, uint32_t failed, uint32_t address) {
    answer_failure(sequence, failed == 0 ? STATUS_OK : STATUS_FLASH, failed, address);
}

void answer_again(uint8_t sequence) {
    if (latest.sequence == sequence)
        answer_latest();
    else
        answer(sequence, STATUS_OK);
}

static void hello(uint8_t sequence, const uint8_t *in) {
    (void)in;
    reply_begin(sequence, STATUS_OK);
    reply_byte(VERSION);
    reply_word(link_rate());
    reply_word(window_bytes);
    reply_end();
}

/* The answer still goes out at the old rate. */
static void set_rate(uint8_t sequence, const uint8_t *in) {
    answer(sequence, STATUS_OK);
    link_flush();
    rate_before = link_rate();
    rate_changed_at = ticks;
    link_set_rate(word_of(in));
}

static void read(uint8_t sequence, const uint8_t *in) {
    const uint32_t address = word_of(in), length = in[4] | (uint32_t)in[5] << 8;
    const uint32_t width = ((address | length) & 3) == 0 ? 4 : ((address | length) & 1) == 0 ? 2 : 1;
    if (length > READ_LIMIT) {
        answer(sequence, STATUS_BAD_REQUEST);
        return;
    }
    flash_wait();
    reply_begin(sequence, STATUS_OK);
    for (uint32_t at = 0; at < length; at += width) {
        uint32_t value = guarded_read(address + at, width);
        for (uint32_t i = 0; i < width; i++, value >>= 8) reply_byte((uint8_t)value);
    }
    if (guarded_failed())
        answer_failure(sequence, STATUS_BUS, 0, address);
    else
        reply_end();
}

static void checksum(uint8_t sequence, const uint8_t *in) {
    const uint32_t address = word_of(in), words = word_of(in + 4);
    flash_wait();
    CRC_CR = CRC_CR_RESET;
    for (uint32_t i = 0; i < words; i++) {
        CRC_DR = guarded_read(address + 4 * i, 4);
        if ((i & 0xFF) == 0) IWDG_KR = IWDG_KR_RELOAD;
    }
    if (guarded_failed()) {
        answer_failure(sequence, STATUS_BUS, 0, address);
        return;
    }
    reply_begin(sequence, STATUS_OK);
    reply_word(CRC_DR);
    reply_end();
}

static void erase_page(uint8_t sequence, const uint8_t *in) {
    const uint32_t address = word_of(in);
    answer_flash(sequence, flash_erase(FLASH_CR_PER, address), address);
}

static void erase_all(uint8_t sequence, const uint8_t *in) {
    (void)in;
    answer_flash(sequence, flash_erase(FLASH_CR_MER, 0), FLASH_FIRST);
}

/* Nothing is programmed before the whole block is there. */
static int take_block(const Frame *frame, uint32_t length) {
    const uint8_t *bytes = frame->bytes + 9;
    const uint32_t count = frame->length - 9;
    if (frame->bytes[8] != 0) return unpack(bytes, count, window_at, length);
    if (count != length) return 0;
    copy_in(bytes, window_at, length);
    return 1;
}

static void write(const Frame *frame) {
    const uint8_t sequence = frame->bytes[0];
    const uint32_t address = word_of(frame->bytes + 2);
    const uint32_t length = frame->bytes[6] | (uint32_t)frame->bytes[7] << 8;
    const int outside = address < FLASH_FIRST || address + length > flash_end || ((address | length) & 1) != 0;
    if (outside || length == 0 || length > BLOCK_LIMIT) {
        answer(sequence, STATUS_BAD_REQUEST);
        return;
    }
    flash_wait_behind(window_at + length - window_bytes);
    if (!take_block(frame, length)) {
        answer(sequence, STATUS_BAD_BLOCK);
        return;
    }
    if (flash_failure.status == 0) flash_program(address, window_at, length);
    window_at += length;
    answer_flash(sequence, flash_failure.status, flash_failure.address);
}

/* Tells what became of all blocks so far, and forgets it. */
static void finish(uint8_t sequence, const uint8_t *in) {
    (void)in;
    flash_wait();
    const uint32_t failed = flash_failure.status;
    flash_failure.status = 0;
    answer_flash(sequence, failed, flash_failure.address);
}

static void peek(uint8_t sequence, const uint8_t *in) {
    const uint32_t value = guarded_read(word_of(in), in[4]);
    if (guarded_failed()) {
        answer_failure(sequence, STATUS_BUS, 0, word_of(in));
        return;
    }
    reply_begin(sequence, STATUS_OK);
    reply_word(value);
    reply_end();
}

static void poke(uint8_t sequence, const uint8_t *in) {
    guarded_write(word_of(in), in[4], word_of(in + 5));
    answer_failure(sequence, guarded_failed() ? STATUS_BUS : STATUS_OK, 0, word_of(in));
}

static void options(uint8_t sequence, const uint8_t *in) {
    answer_flash(sequence, flash_write_options(in), 0x1FFFF800);
}

static void reset(uint8_t sequence, const uint8_t *in) {
    (void)in;
    flash_wait();
    answer(sequence, STATUS_OK);
    link_flush();
    SCB_AIRCR = AIRCR_SYSRESETREQ;
    for (;;) {}
}

/* As after a reset, for what the stub has touched: an application that sets up what it needs finds nothing else. */
static void leave_peripherals(void) {
    STK_CTRL = 0;
    NVIC_ICER0 = NVIC_ICER1 = 0xFFFFFFFF;
    RCC_APB2RSTR = RCC_APB2ENR_IOPAEN | RCC_APB2ENR_USART1EN;
    RCC_APB2RSTR = 0;
    RCC_CFGR = 0;
    while ((RCC_CFGR & RCC_CFGR_SWS) != RCC_CFGR_SWS_HSI) {}
    RCC_CR &= ~RCC_CR_PLLON;
    FLASH_CR = FLASH_CR_LOCK;
    FLASH_ACR = FLASH_ACR_RESET;
    RCC_APB2ENR = 0;
    RCC_AHBENR = RCC_AHBENR_reset;
    NVIC_ICPR0 = NVIC_ICPR1 = 0xFFFFFFFF;
}

static void start(uint8_t sequence, const uint8_t *in) {
    const uint32_t table = word_of(in);
    flash_wait();
    const uint32_t stack = guarded_read(table, 4), entry = guarded_read(table + 4, 4);
    if (guarded_failed() || (entry & 1) == 0) {
        answer_failure(sequence, STATUS_BUS, entry, table);
        return;
    }
    answer(sequence, STATUS_OK);
    link_flush();
    leave_peripherals();
    SCB_VTOR = table;
    __asm volatile("msr msp, %0\n bx %1" ::"r"(stack), "r"(entry) : "memory");
}

typedef struct {
    void (*act)(uint8_t sequence, const uint8_t *in);
    uint8_t length; /* of what follows the command */
    uint8_t looks;
} Row;

static const Row rows[] = {
    [HELLO] = {hello, 0, 1},           [SET_RATE] = {set_rate, 4, 0},   [READ] = {read, 6, 1},
    [CHECKSUM] = {checksum, 8, 1},     [ERASE_PAGE] = {erase_page, 4, 0}, [ERASE_ALL] = {erase_all, 0, 0},
    [WRITE] = {0, 0, 0},               [FINISH] = {finish, 0, 0},       [PEEK] = {peek, 5, 1},
    [POKE] = {poke, 9, 0},             [OPTIONS] = {options, 16, 0},    [RESET] = {reset, 0, 0},
    [START] = {start, 4, 0},
};
#define ROWS (sizeof rows / sizeof *rows)

int only_looks(uint8_t command) { return command < ROWS && rows[command].looks; }

void carry_out(const Frame *frame) {
    const uint8_t sequence = frame->bytes[0], command = frame->bytes[1];
    if (command == WRITE && frame->length > 9)
        write(frame);
    else if (command < ROWS && rows[command].act && frame->length == rows[command].length + 2u)
        rows[command].act(sequence, frame->bytes + 2);
    else
        answer(sequence, STATUS_BAD_REQUEST);
}
