// SPDX-License-Identifier: Apache-2.0
// The demo firmware: it runs on the board whose unique ID its record was made from, and says so with a green lamp; on
// any other board it shows a red one. README.md has the rule.
#include "clock.h"
#include "console.h"
#include "registers.h"
#include "tables.h"

enum { record_bytes = 12 };

static const volatile uint8_t *const record = (const volatile uint8_t *)0x08007000;
static const volatile uint8_t *const uid = (const volatile uint8_t *)0x1FFFF7E8;
static const char key[record_bytes + 1] = "jig-demo-key";

enum {
    pb0_pb1_output_2_mhz = 0x22,
    pb0_pb1_mask = 0xFF,
    red = 1 << 0,    // PB0
    green = 1 << 1,  // PB1
    green_half_period_ms = 250,
    red_half_period_ms = 100,
};

static int record_is_ours(void) {
    int same = 1;
    for (int i = 0; i < record_bytes; ++i)
        if (record[i] != (uint8_t)(uid[i] ^ key[i])) same = 0;
    return same;
}

static int curves_are_whole(void) {
    RCC_AHBENR |= RCC_AHBENR_CRCEN;
    CRC_CR = 1;
    for (uint32_t i = 0; i < curves_low_words; ++i) CRC_DR = curves_low[i];
    for (uint32_t i = 0; i < curves_high_words; ++i) CRC_DR = curves_high[i];
    return CRC_DR == curves_crc;
}

static void start_lamps(void) {
    RCC_APB2ENR |= RCC_APB2ENR_IOPBEN;
    GPIOB_CRL = (GPIOB_CRL & ~(uint32_t)pb0_pb1_mask) | pb0_pb1_output_2_mhz;
    GPIOB_BSRR = (red | green) << 16;
}

static volatile uint32_t milliseconds;

void SysTick_Handler(void) { ++milliseconds; }

static void start_milliseconds(uint32_t hclk_hz) {
    STK_LOAD = hclk_hz / 1000 - 1;
    STK_VAL = 0;
    STK_CTRL = STK_CTRL_ENABLE | STK_CTRL_TICKINT | STK_CTRL_CLKSOURCE;
}

_Noreturn static void blink_for_ever(uint32_t lamp, uint32_t half_period_ms) {
    uint32_t next = half_period_ms;
    for (int lit = 1;; lit = !lit, next += half_period_ms) {
        GPIOB_BSRR = lit ? lamp : lamp << 16;
        while (milliseconds < next) __asm volatile("wfi");
    }
}

int main(void) {
    const uint32_t sysclk_hz = start_clock();
    start_lamps();
    start_console(sysclk_hz);
    start_milliseconds(sysclk_hz);
    print("jig demo firmware " VERSION "\r\n");
    if (sysclk_hz < 72000000) print("no crystal, running from HSI\r\n");
    if (!curves_are_whole()) {
        print("curves damaged\r\n");
        blink_for_ever(red | green, red_half_period_ms);
    }
    if (record_is_ours()) {
        print("record ok\r\n");
        blink_for_ever(green, green_half_period_ms);
    }
    print("record wrong\r\n");
    blink_for_ever(red, red_half_period_ms);
}
