/* SPDX-License-Identifier: Apache-2.0 */
#include "guarded.h"

#include "registers.h"

static volatile uint8_t failed;

int guarded_failed(void) {
    __asm volatile("dsb" ::: "memory");
    const int was = failed;
    failed = 0;
    return was;
}

uint32_t guarded_read(uint32_t address, uint32_t width) {
    if (width == 4) return *(volatile uint32_t *)address;
    if (width == 2) return *(volatile uint16_t *)address;
    return *(volatile uint8_t *)address;
}

void guarded_write(uint32_t address, uint32_t width, uint32_t value) {
    if (width == 4)
        *(volatile uint32_t *)address = value;
    else if (width == 2)
        *(volatile uint16_t *)address = (uint16_t)value;
    else
        *(volatile uint8_t *)address = (uint8_t)value;
}

/* Goes on behind the instruction that failed; a write that was buffered failed some instructions ago. The first half-word
   of a 32-bit instruction is 0xE800 or more (DDI 0403 A5.1). */
void step_over(uint32_t *frame) {
    const uint32_t imprecise = SCB_CFSR & CFSR_IMPRECISERR;
    SCB_CFSR = 0xFFFFFFFF;
    failed = 1;
    if (imprecise) return;
    const uint32_t pc = frame[6];
    frame[6] = pc + (*(const uint16_t *)pc >= 0xE800 ? 4 : 2);
}

__attribute__((naked)) void fault(void) { __asm volatile("mrs r0, msp\n b step_over"); }
