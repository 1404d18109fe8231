// SPDX-License-Identifier: Apache-2.0
// Measures its reference and wants what was measured when the board was made: the value is each board's own.
#include "board.h"

#define ADC1_SR REGISTER(0x40012400)
#define ADC1_CR2 REGISTER(0x40012408)
#define ADC1_SQR3 REGISTER(0x40012434)
#define ADC1_DR REGISTER(0x4001244C)

enum {
    RCC_APB2ENR_ADC1EN = 1 << 9,
    ADC_CR2_ADON = 1 << 0,
    ADC_SR_EOC = 1 << 1,
    tolerance = 40,
};

static uint32_t measured(void) {
    RCC_APB2ENR |= RCC_APB2ENR_ADC1EN;
    GPIO_CRL(0) &= ~0xF0U;
    ADC1_SQR3 = 1;
    ADC1_CR2 = ADC_CR2_ADON;
    wait_ms(2);
    ADC1_CR2 = ADC_CR2_ADON;
    while (!(ADC1_SR & ADC_SR_EOC)) {}
    return ADC1_DR & 0xFFF;
}

int main(void) {
    board_start();
    const uint32_t made = HALF_WORD(RECORD);
    const uint32_t now = measured();
    run(now < made + tolerance && made < now + tolerance);
}
