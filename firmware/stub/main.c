/* SPDX-License-Identifier: Apache-2.0 */
/* The stub's start, and the order of requests: each has the next number, and none is carried out twice that changes
   anything. */
#include <stddef.h>

#include "commands.h"
#include "flash.h"
#include "link.h"
#include "registers.h"
#include "unpack.h"

/* The host writes these into reserved places of the vector table before it sends the stub. */
typedef struct {
    uint32_t window_bytes, brr;
} Settings;

extern uint32_t _stack, _bss, _bss_end;
extern const uint32_t vectors[];
void start(void);
void fault(void);
void usart1_interrupt(void);
void dma1_channel4_interrupt(void);
void systick_interrupt(void);
void flash_interrupt(void);
void *memset(void *to, int value, size_t count) {
    uint8_t *bytes = to;
    while (count-- != 0) *bytes++ = (uint8_t)value;
    return to;
}

#define IRQ(number) (16 + (number))
#define SETTINGS 7
__attribute__((section(".vectors"), used)) const uint32_t vectors[IRQ(38)] = {
    [0] = (uint32_t)&_stack,
    [1] = (uint32_t)&start,
    [2] = (uint32_t)&fault,
    [3] = (uint32_t)&fault,
    [SETTINGS] = 0x2000,
    [SETTINGS + 1] = 556, /* 115200 baud of 64 MHz */
    [15] = (uint32_t)&systick_interrupt,
    [IRQ(4)] = (uint32_t)&flash_interrupt,
    [IRQ(14)] = (uint32_t)&dma1_channel4_interrupt,
    [IRQ(37)] = (uint32_t)&usart1_interrupt,
};

#define TICK_CYCLES 640000u /* 10 ms of 64 MHz */
#define RATE_TICKS 50u      /* a host that changed the rate is heard within half a second, or not at all */

uint32_t window_bytes;
static Frame frame;

/* RM0008 7.2.3: HSI / 2 times 16 is 64 MHz, the most that needs no crystal. APB1 may have 36 MHz. */
static void start_clocks(void) {
    RCC_CR |= RCC_CR_HSION;
    FLASH_ACR = FLASH_ACR_TWO_WAITS_PREFETCH;
    RCC_CFGR = RCC_CFGR_PLLMUL16 | RCC_CFGR_PPRE1_DIV2;
    RCC_CR |= RCC_CR_PLLON;
    while ((RCC_CR & RCC_CR_PLLRDY) == 0) {}
    RCC_CFGR |= RCC_CFGR_SW_PLL;
    while ((RCC_CFGR & RCC_CFGR_SWS) != RCC_CFGR_SWS_PLL) {}
    RCC_AHBENR |= RCC_AHBENR_DMA1EN | RCC_AHBENR_CRCEN;
    RCC_APB2ENR |= RCC_APB2ENR_IOPAEN | RCC_APB2ENR_USART1EN;
    STK_LOAD = TICK_CYCLES - 1;
    STK_VAL = 0;
    STK_CTRL = STK_CTRL_ENABLE_TICKINT_CLKSOURCE;
}

/* Bytes come first, then half-words; an interrupt of its own priority for what is in a hurry. */
static void start_interrupts(void) {
    SCB_VTOR = (uint32_t)vectors;
    NVIC_IPR1 = 0x40;              /* flash */
    NVIC_IPR3 = 0x80u << 16;       /* DMA1 channel 4 */
    SCB_SHPR3 = 0xC0u << 24;       /* SysTick */
    NVIC_ICPR0 = NVIC_ICPR1 = 0xFFFFFFFF;
    NVIC_ISER0 = 1u << 4 | 1u << 14;
    NVIC_ISER1 = 1u << (37 - 32);
    __asm volatile("cpsie i" ::: "memory");
}

/* The ROM has measured the host's bit by its 24 MHz out of this chip's HSI: that is better than the nominal 64 MHz, as
   long as the ROM has left it and the host means the same rate. */
static uint32_t first_rate(uint32_t nominal) {
    const uint32_t measured = (USART1_BRR * 16 + 3) / 6;
    const uint32_t difference = measured > nominal ? measured - nominal : nominal - measured;
    return difference * 32 <= nominal ? measured : nominal;
}

static void refuse(uint8_t expected) {
    reply_begin(expected, STATUS_RESEND);
    reply_end();
}

/* A request that was carried out before: its answer was lost. */
static void repeat(const Frame *request) {
    if (only_looks(request->bytes[1]))
        carry_out(request);
    else
        answer_again(request->bytes[0]);
}

/* A host that went back to the old rate is heard there again. */
static void watch_rate(void) {
    if (rate_before == 0 || ticks - rate_changed_at < RATE_TICKS) return;
    link_set_rate(rate_before);
    rate_before = 0;
}

static void serve(void) {
    uint8_t expected = 0, refused = 0;
    for (;;) {
        const int got = link_receive(&frame);
        const int8_t ahead = (int8_t)(frame.bytes[0] - expected);
        if (got == FRAME_NONE) {
            watch_rate();
            idle();
        } else if (got == FRAME_BAD || ahead > 0) {
            if (got == FRAME_BAD || !refused) refuse(expected); /* once for all that follow a lost one */
            refused = 1;
        } else if (ahead < 0) {
            rate_before = 0;
            repeat(&frame);
        } else {
            refused = 0;
            rate_before = 0;
            expected++;
            carry_out(&frame);
        }
        if (got != FRAME_NONE) frame.length = 0;
    }
}

void start(void) {
    for (uint32_t *word = &_bss; word < &_bss_end; word++) *word = 0;
    const Settings *settings = (const Settings *)&vectors[SETTINGS];
    const uint32_t rate = first_rate(((const volatile Settings *)settings)->brr);
    window_bytes = ((const volatile Settings *)settings)->window_bytes;
    start_clocks();
    link_open(rate);
    start_interrupts();
    flash_open(); /* meets the flash's end by a bus error, which needs the vectors */
    serve();
}
