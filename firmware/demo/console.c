// SPDX-License-Identifier: Apache-2.0
// USART1 at 115200 8N1, sending only: TX is PA9.
#include "console.h"

#include "registers.h"

enum { baud = 115200, pa9_alternate_push_pull = 0xB << 4, pa9_mask = 0xF << 4 };

void start_console(uint32_t pclk2_hz) {
    RCC_APB2ENR |= RCC_APB2ENR_IOPAEN | RCC_APB2ENR_USART1EN;
    GPIOA_CRH = (GPIOA_CRH & ~(uint32_t)pa9_mask) | pa9_alternate_push_pull;
    USART1_BRR = (pclk2_hz + baud / 2) / baud;
    USART1_CR1 = USART_CR1_UE_TE;
}

void print(const char *text) {
    for (; *text; ++text) {
        while (!(USART1_SR & USART_SR_TXE)) {
        }
        USART1_DR = (uint8_t)*text;
    }
}
