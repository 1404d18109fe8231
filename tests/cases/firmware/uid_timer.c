// SPDX-License-Identifier: Apache-2.0
// A timer's interrupt compares the FNV-1a hash of the unique ID with the record, and leaves the verdict to the main
// loop.
#include "uid.h"

enum { undecided, accepted, refused };
static volatile uint32_t verdict = undecided;

void TIM2_IRQHandler(void);
void TIM2_IRQHandler(void) {
    TIM2_SR = 0;
    uint32_t hash = 0x811C9DC5;
    for (uint32_t i = 0; i < 12; ++i) hash = (hash ^ uid_byte(i)) * 0x01000193;
    verdict = (hash ^ KEY) == REGISTER(RECORD) ? accepted : refused;
    TIM2_CR1 = 0;
}

int main(void) {
    board_start();
    RCC_APB1ENR |= RCC_APB1ENR_TIM2EN;
    TIM2_PSC = 7999;
    TIM2_ARR = 50;
    TIM2_DIER = 1;
    NVIC_ISER0 = 1U << 28;
    TIM2_CR1 = 1;
    while (verdict == undecided) {}
    run(verdict == accepted);
}
