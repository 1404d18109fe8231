// SPDX-License-Identifier: Apache-2.0
// Two lamps, a UART and milliseconds, from the internal oscillator: 8 MHz, or 64 MHz by the PLL where FAST says so.
#include "board.h"

enum {
    hclk_hz = FAST ? 64000000 : 8000000,
    pclk1_hz = FAST ? 32000000 : 8000000,
    baud = 115200,
    green_half_period_ms = 100,
    red_half_period_ms = 60,
};

#if UART == 1
#define USART 0x40013800
#elif UART == 2
#define USART 0x40004400
#else
#define USART 0x40004800
#endif

static volatile uint32_t ticks;

__attribute__((weak)) void on_tick(void) {}
__attribute__((weak)) void in_background(void) {}

void SysTick_Handler(void) {
    ++ticks;
    on_tick();
}

static void set_mode(uint32_t port, uint32_t pin, uint32_t mode) {
    volatile uint32_t* const control = pin < 8 ? &GPIO_CRL(port) : &GPIO_CRH(port);
    const uint32_t shift = pin % 8 * 4;
    *control = (*control & ~(15U << shift)) | mode << shift;
}

static void start_uart(void) {
    enum { alternate_function = 0xB };
    if (UART == 1) RCC_APB2ENR |= RCC_APB2ENR_USART1EN;
    if (UART == 2) RCC_APB1ENR |= RCC_APB1ENR_USART2EN;
    if (UART == 3) RCC_APB1ENR |= RCC_APB1ENR_USART3EN;
    if (UART == 1) set_mode(0, 9, alternate_function);
    if (UART == 2) set_mode(0, 2, alternate_function);
    if (UART == 3) set_mode(1, 10, alternate_function);
    USART_BRR(USART) = (UART == 1 ? hclk_hz : pclk1_hz) / baud;
    USART_CR1(USART) = USART_CR1_UE_TE;
}

static void start_pll(void) {
    FLASH_ACR = FLASH_ACR_PRFTBE_2_WAIT_STATES;
    RCC_CFGR = RCC_CFGR_PLLMUL_16 | RCC_CFGR_PPRE1_2;
    RCC_CR |= RCC_CR_PLLON;
    while (!(RCC_CR & RCC_CR_PLLRDY)) {}
    RCC_CFGR |= RCC_CFGR_SW_PLL;
    while ((RCC_CFGR & RCC_CFGR_SWS) != RCC_CFGR_SWS_PLL) {}
}

void board_start(void) {
    enum { output_2_mhz = 2 };
    if (FAST) start_pll();
    RCC_APB2ENR |= RCC_APB2ENR_IOPAEN * 7;
    set_mode(LAMP_PORT, GREEN, output_2_mhz);
    set_mode(LAMP_PORT, RED, output_2_mhz);
    start_uart();
    STK_LOAD = hclk_hz / 1000 - 1;
    STK_VAL = 0;
    STK_CTRL = STK_CTRL_RUN;
}

static void put(char letter) {
    while (!(USART_SR(USART) & USART_SR_TXE)) {}
    USART_DR(USART) = (uint8_t)letter;
}

void say(const char* text) {
    while (*text) put(*text++);
}

void say_hex(uint32_t value) {
    for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[value >> shift & 15]);
}

uint32_t milliseconds(void) { return ticks; }

void wait_ms(uint32_t time_ms) {
    const uint32_t start = ticks;
    while (ticks - start < time_ms) in_background();
}

_Noreturn void run(int good) {
    const uint32_t lamp = 1U << (good ? GREEN : RED);
    const uint32_t half_period_ms = good ? green_half_period_ms : red_half_period_ms;
    say(good ? "ready\r\n" : "E07\r\n");
    for (;;) {
        GPIO_BSRR(LAMP_PORT) = lamp;
        wait_ms(half_period_ms);
        GPIO_BSRR(LAMP_PORT) = lamp << 16;
        wait_ms(half_period_ms);
    }
}
