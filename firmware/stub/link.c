/* SPDX-License-Identifier: Apache-2.0 */
/* Frames are COBS (Cheshire and Baker, 1999): no byte of them is 0, and a 0 ends each. So a receiver that lost its way
   has found it at the next 0. The last four bytes of a frame are the CRC-32 of the rest. */
#include "link.h"

#include "registers.h"

#define RECEIVED_BYTES 4096u
#define SENT_BYTES 800u

static volatile uint8_t received[RECEIVED_BYTES];
static volatile uint32_t received_head;
static uint32_t received_tail;

static uint8_t sent[2][SENT_BYTES];
static uint32_t sent_length, sent_code, sent_crc;
static uint8_t sent_buffer;
static volatile uint8_t sending;

static uint32_t in_code, in_left; /* of the COBS run that is coming */
static uint8_t in_too_long;
static uint32_t rate;

volatile uint32_t ticks;

static const uint32_t crc_of_nibble[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

static uint32_t crc_add(uint32_t crc, uint8_t byte) {
    crc ^= byte;
    crc = crc >> 4 ^ crc_of_nibble[crc & 15];
    return crc >> 4 ^ crc_of_nibble[crc & 15];
}

void usart1_interrupt(void) {
    const uint32_t status = USART1_SR;
    const uint8_t byte = (uint8_t)USART1_DR; /* clears an overrun as well */
    if ((status & USART_SR_RXNE) == 0) return;
    received[received_head % RECEIVED_BYTES] = byte;
    received_head = received_head + 1;
}

void dma1_channel4_interrupt(void) {
    DMA1_IFCR = DMA_IFCR_CGIF4;
    DMA1_CCR4 = 0;
    sending = 0;
}

void systick_interrupt(void) { ticks = ticks + 1; }

void link_open(uint32_t brr) {
    GPIOA_CRH = (GPIOA_CRH & ~GPIOA_CRH_PA9_PA10_MASK) | GPIOA_CRH_PA9_PA10;
    USART1_CR1 = 0;
    USART1_CR2 = 0;
    USART1_CR3 = USART_CR3_DMAT;
    rate = brr;
    USART1_BRR = brr;
    USART1_CR1 = USART_CR1_UE_TE_RE_RXNEIE;
    DMA1_CPAR4 = (uint32_t)&USART1_DR;
}

uint32_t link_rate(void) { return rate; }

void link_set_rate(uint32_t brr) {
    rate = brr;
    USART1_BRR = brr;
    in_code = in_left = 0;
}

/* An interrupt that comes after the look at the ring, and before the sleep, still ends the sleep. */
static void sleep_unless(uint32_t seen) {
    IWDG_KR = IWDG_KR_RELOAD;
    __asm volatile("cpsid i" ::: "memory");
    if (received_head == seen) __asm volatile("wfi" ::: "memory");
    __asm volatile("cpsie i" ::: "memory");
}

void idle(void) { sleep_unless(received_tail); }

void rest(void) { sleep_unless(received_head); }

static int frame_end(Frame *frame) {
    const int whole = in_left == 0 && !in_too_long;
    const uint32_t length = frame->length;
    in_code = in_left = 0;
    in_too_long = 0;
    frame->length = 0;
    if (length == 0 && whole) return FRAME_NONE;
    if (!whole || length < 6) return FRAME_BAD;
    uint32_t crc = 0xFFFFFFFF;
    for (uint32_t i = 0; i < length - 4; i++) crc = crc_add(crc, frame->bytes[i]);
    const uint8_t *check = &frame->bytes[length - 4];
    const uint32_t wanted = check[0] | (uint32_t)check[1] << 8 | (uint32_t)check[2] << 16 | (uint32_t)check[3] << 24;
    if (~crc != wanted) return FRAME_BAD;
    frame->length = length - 4;
    return FRAME_GOOD;
}

static void frame_add(Frame *frame, uint8_t byte) {
    if (frame->length < FRAME_BYTES)
        frame->bytes[frame->length++] = byte;
    else
        in_too_long = 1;
}

/* A run of less than 254 bytes stands for its bytes and a 0, except at the frame's end. */
static void frame_take(Frame *frame, uint8_t byte) {
    if (in_left == 0) {
        if (in_code != 0 && in_code != 0xFF) frame_add(frame, 0);
        in_code = byte;
        in_left = byte - 1u;
        return;
    }
    frame_add(frame, byte);
    in_left--;
}

int link_receive(Frame *frame) {
    while (received_tail != received_head) {
        const uint8_t byte = received[received_tail % RECEIVED_BYTES];
        received_tail++;
        if (byte != 0) {
            frame_take(frame, byte);
            continue;
        }
        const int end = frame_end(frame);
        if (end != FRAME_NONE) return end;
    }
    return FRAME_NONE;
}

static void cobs_end_run(void) {
    sent[sent_buffer][sent_code] = (uint8_t)(sent_length - sent_code);
    sent_code = sent_length++;
}

static void cobs_byte(uint8_t byte) {
    if (byte == 0) {
        cobs_end_run();
        return;
    }
    sent[sent_buffer][sent_length++] = byte;
    if (sent_length - sent_code == 0xFF) cobs_end_run();
}

void reply_begin(uint8_t sequence, uint8_t status) {
    sent_buffer ^= 1u;
    sent_code = 0;
    sent_length = 1;
    sent_crc = 0xFFFFFFFF;
    reply_byte(sequence);
    reply_byte(status);
}

void reply_byte(uint8_t byte) {
    sent_crc = crc_add(sent_crc, byte);
    cobs_byte(byte);
}

void reply_word(uint32_t word) {
    for (int i = 0; i < 4; i++, word >>= 8) reply_byte((uint8_t)word);
}

static void wait_sent(void) {
    while (sending) rest();
}

/* One buffer is filled while the other one is sent. */
void reply_end(void) {
    uint32_t crc = ~sent_crc;
    for (int i = 0; i < 4; i++, crc >>= 8) cobs_byte((uint8_t)crc);
    cobs_end_run();
    sent[sent_buffer][sent_code] = 0;
    wait_sent();
    sending = 1;
    DMA1_CMAR4 = (uint32_t)sent[sent_buffer];
    DMA1_CNDTR4 = sent_length;
    USART1_SR = ~USART_SR_TC;
    DMA1_CCR4 = DMA_CCR_EN_TCIE_DIR_MINC;
}

void link_flush(void) {
    wait_sent();
    while ((USART1_SR & USART_SR_TC) == 0) IWDG_KR = IWDG_KR_RELOAD;
}
