// SPDX-License-Identifier: Apache-2.0
// The vector table, and what runs before main().
#include <stdint.h>

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];

int main(void);
void SysTick_Handler(void);
void TIM2_IRQHandler(void);

void unexpected(void);
void unexpected(void) {
    for (;;) {}
}

__attribute__((weak)) void TIM2_IRQHandler(void) { unexpected(); }

static void reset(void) {
    const uint32_t* from = data_load;
    for (uint32_t* to = data_start; to < data_end;) *to++ = *from++;
    for (uint32_t* to = bss_start; to < bss_end;) *to++ = 0;
    main();
    unexpected();
}

typedef union {
    void (*handler)(void);
    uint32_t* stack;
} vector_t;

// RM0008 table 63: 16 entries of the core, 60 of the chip.
__attribute__((section(".vectors"), used)) static const vector_t vectors[16 + 60] = {
    [0] = {.stack = stack_top},
    [1] = {.handler = reset},
    [2 ... 14] = {.handler = unexpected},
    [15] = {.handler = SysTick_Handler},
    [16 ... 43] = {.handler = unexpected},
    [44] = {.handler = TIM2_IRQHandler},
    [45 ... 75] = {.handler = unexpected},
};
