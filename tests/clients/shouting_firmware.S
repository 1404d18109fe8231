// SPDX-License-Identifier: Apache-2.0
// Firmware that a boot loader may jump to: it points VTOR at itself and shouts on USART1, 9600 baud from 8 MHz, for ever.
    .syntax unified
    .cpu cortex-m3
    .thumb

    .word 0x20002000
    .word start + 1
start:
    ldr r0, =0xE000ED08         @ VTOR
    ldr r1, =0x08000000
    str r1, [r0]
    ldr r0, =0x40021018         @ RCC_APB2ENR: USART1EN, IOPAEN
    ldr r1, =0x4004
    str r1, [r0]
    ldr r0, =0x40013800         @ USART1
    movs r1, #0
    str r1, [r0, #12]
    ldr r1, =833
    str r1, [r0, #8]            @ BRR
    ldr r1, =0x2008
    str r1, [r0, #12]           @ CR1: UE, TE
shout:
    adr r2, text
next:
    ldrb r3, [r2], #1
    cmp r3, #0
    beq shout
wait:
    ldr r1, [r0]
    tst r1, #0x80               @ TXE
    beq wait
    str r3, [r0, #4]            @ DR
    b next
    .align 2
text:
    .asciz "the firmware runs\r\n"
    .align 2
    .ltorg
