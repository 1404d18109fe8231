@ SPDX-License-Identifier: Apache-2.0
@ Code that runs in the SRAM of an STM32F1 while its flash is written. The host puts it there, chooses an entry by
@ writing PC, and every entry ends at a BKPT. Position independent; uses no stack, no interrupts, no flash.
@ The host's side is src/flash/f1_loader.hpp; the offsets of entries and mailbox words are the same there.

    .syntax unified
    .cpu cortex-m3
    .thumb
    .text

    .equ FLASH_SR, 0x0C             @ PM0075 3.4: BSY bit 0, PGERR bit 2, WRPRTERR bit 4
    .equ FLASH_CR, 0x10             @ PM0075 3.5
    .equ FLASH_ERRORS, 0x14
    .equ CR_PG, 0x01
    .equ CR_OPTPG_OPTWRE, 0x210
    .equ CR_OPTER_OPTWRE, 0x220
    .equ CR_OPTER_STRT_OPTWRE, 0x260
    .equ CRC_CR, 0x08               @ RM0008 4.4.3
    .equ CRC_CR_RESET, 1
    .equ MAILBOX_DONE, 0            @ blocks finished
    .equ MAILBOX_STATUS, 4          @ FLASH_SR of the access that failed
    .equ MAILBOX_ADDRESS, 8         @ its address
    .equ FOOTER_TARGET, 0           @ where the block goes in flash
    .equ FOOTER_BYTES, 4            @ its length; 0 ends the program
    .equ FOOTER_FPEC, 8             @ register block of the bank it lies in
    .equ FOOTER_SEQUENCE, 12        @ the block's number, from 1

@ Entries, one branch of four bytes each.
    b.w     program                 @ 0
    b.w     checksum                @ 4
    b.w     options                 @ 8

@ Programs blocks from two slots in turn until one has no bytes. A block's bytes end where its footer begins; the footer's
@ last word is written last by the host, so a block is whole when its number has come.
@ r0 mailbox, r1 footer of the first slot, r2 footer of the second slot
program:
    movw    r3, #0x3000             @ IWDG_KR, RM0008 19.4.1
    movt    r3, #0x4000
    movw    r4, #0xAAAA             @ feeds a watchdog that may run; without effect on one that does not
    movw    r12, #0xFFFF
    movs    r5, #0
wait_block:
    str     r4, [r3]
    adds    r6, r5, #1
    ldr     r7, [r1, #FOOTER_SEQUENCE]
    cmp     r6, r7
    bne     wait_block
    mov     r5, r6
    ldr     r6, [r1, #FOOTER_TARGET]
    ldr     r7, [r1, #FOOTER_BYTES]
    ldr     r8, [r1, #FOOTER_FPEC]
    cbz     r7, finished
    sub     r9, r1, r7
    mov     r10, #CR_PG
    str     r10, [r8, #FLASH_CR]
next_half_word:
    ldrh    r11, [r9], #2
    cmp     r11, r12
    beq     half_word_done          @ erased flash holds it already
    strh    r11, [r6]
    str     r4, [r3]                @ the watchdog, and the cycle an APM32 needs before BSY can be believed
busy:
    ldr     r10, [r8, #FLASH_SR]
    lsls    r11, r10, #31
    bmi     busy
    tst     r10, #FLASH_ERRORS      @ only once BSY is 0
    bne     failed
half_word_done:
    adds    r6, #2
    subs    r7, #2
    bne     next_half_word
    str     r7, [r8, #FLASH_CR]
    str     r5, [r0, #MAILBOX_DONE]
    mov     r7, r1
    mov     r1, r2
    mov     r2, r7
    b       wait_block
failed:
    str     r6, [r0, #MAILBOX_ADDRESS]
    str     r10, [r0, #MAILBOX_STATUS]
    movs    r7, #0
    str     r7, [r8, #FLASH_CR]
finished:
    bkpt    #0

@ CRC-32 of one page of memory after the other, by the chip's CRC unit, which the host has clocked. RM0008 4.
@ r0 address, r1 words in a page (not 0), r2 pages (not 0), r3 where their CRCs go
checksum:
    movw    r4, #0x3000             @ CRC_DR
    movt    r4, #0x4002
    movw    r5, #0x3000
    movt    r5, #0x4000
    movw    r6, #0xAAAA
next_page:
    movs    r7, #CRC_CR_RESET
    str     r7, [r4, #CRC_CR]
    mov     r7, r1
next_word:
    ldr     r8, [r0], #4
    str     r8, [r4]
    str     r6, [r5]
    subs    r7, #1
    bne     next_word
    ldr     r8, [r4]
    str     r8, [r3], #4
    subs    r2, #1
    bne     next_page
    bkpt    #0

@ Erases (when r4 is not 0) and programs the option half-words, in one go, so that a host that dies between leaves no
@ chip without its RDP byte. OPTWRE was set by the host's keys.
@ r0 mailbox, r1 table of (address, half-word) word pairs, r2 pairs, r3 FPEC, r4 erase first
options:
    movw    r8, #0x3000
    movt    r8, #0x4000
    movw    r9, #0xAAAA
    mov     r5, #0
    cbz     r4, program_options
    mov     r7, #CR_OPTER_OPTWRE
    str     r7, [r3, #FLASH_CR]
    mov     r7, #CR_OPTER_STRT_OPTWRE
    str     r7, [r3, #FLASH_CR]
    str     r9, [r8]
erasing:
    ldr     r6, [r3, #FLASH_SR]
    lsls    r7, r6, #31
    bmi     erasing
    tst     r6, #FLASH_ERRORS
    bne     options_failed
program_options:
    cbz     r2, options_finished
    mov     r7, #CR_OPTPG_OPTWRE
    str     r7, [r3, #FLASH_CR]
next_option:
    ldr     r5, [r1], #4
    ldr     r7, [r1], #4
    strh    r7, [r5]
    str     r9, [r8]
programming:
    ldr     r6, [r3, #FLASH_SR]
    lsls    r7, r6, #31
    bmi     programming
    tst     r6, #FLASH_ERRORS
    bne     options_failed
    subs    r2, #1
    bne     next_option
    b       options_finished
options_failed:
    str     r5, [r0, #MAILBOX_ADDRESS]
    str     r6, [r0, #MAILBOX_STATUS]
options_finished:
    mov     r7, #0x200              @ OPTWRE alone
    str     r7, [r3, #FLASH_CR]
    bkpt    #0
    .balign 4
