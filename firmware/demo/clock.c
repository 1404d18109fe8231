// SPDX-License-Identifier: Apache-2.0
// 72 MHz from the crystal, or 8 MHz from the internal oscillator when the crystal does not start in time.
#include "clock.h"

#include "registers.h"

enum { hsi_hz = 8000000, pll_hz = 72000000, crystal_deadline_ms = 20 };

// Waits until all of `bits` are set in `*reg`; 0 when that takes longer than the deadline. HCLK is HSI.
static int wait_for(volatile uint32_t *reg, uint32_t bits) {
    STK_LOAD = hsi_hz / 1000 * crystal_deadline_ms - 1;
    STK_VAL = 0;
    STK_CTRL = STK_CTRL_ENABLE | STK_CTRL_CLKSOURCE;
    while ((*reg & bits) != bits)
        if (STK_CTRL & STK_CTRL_COUNTFLAG) return 0;
    return 1;
}

uint32_t start_clock(void) {
    RCC_CR |= RCC_CR_HSEON;
    if (!wait_for(&RCC_CR, RCC_CR_HSERDY)) return hsi_hz;
    FLASH_ACR = FLASH_ACR_PRFTBE_2_WAIT_STATES;
    RCC_CFGR = RCC_CFGR_PLLSRC_HSE | RCC_CFGR_PLLMUL_9 | RCC_CFGR_PPRE1_2;
    RCC_CR |= RCC_CR_PLLON;
    if (!wait_for(&RCC_CR, RCC_CR_PLLRDY)) return hsi_hz;
    RCC_CFGR |= RCC_CFGR_SW_PLL;
    if (!wait_for(&RCC_CFGR, RCC_CFGR_SWS_PLL)) return hsi_hz;
    return pll_hz;
}
