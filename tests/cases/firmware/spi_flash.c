// SPDX-License-Identifier: Apache-2.0
// Needs the memory chip on SPI1: one with the unique ID that the record names, one with the key in it, or any.
#include "board.h"

#define SPI1_CR1 REGISTER(0x40013000)
#define SPI1_SR REGISTER(0x40013008)
#define SPI1_DR REGISTER(0x4001300C)

enum {
    RCC_APB2ENR_SPI1EN = 1 << 12,
    SPI_CR1_MASTER_8_BITS = 1 << 9 | 1 << 8 | 1 << 6 | 3 << 3 | 1 << 2,
    SPI_SR_RXNE = 1 << 0,
    SPI_SR_TXE = 1 << 1,
    its_identity = 1,
    its_contents,
    its_presence,
};

static uint8_t exchange(uint8_t byte) {
    while (!(SPI1_SR & SPI_SR_TXE)) {}
    SPI1_DR = byte;
    while (!(SPI1_SR & SPI_SR_RXNE)) {}
    return (uint8_t)SPI1_DR;
}

static void ask(const uint8_t* command, uint32_t command_bytes, uint8_t* answer, uint32_t answer_bytes) {
    GPIO_BSRR(0) = 1U << (4 + 16);
    for (uint32_t i = 0; i < command_bytes; ++i) exchange(command[i]);
    for (uint32_t i = 0; i < answer_bytes; ++i) answer[i] = exchange(0xFF);
    GPIO_BSRR(0) = 1U << 4;
}

static int is_ours(void) {
    static const uint8_t unique_id[5] = {0x4B, 0, 0, 0, 0};
    static const uint8_t read_key[4] = {0x03, 0, 1, 0};
    static const uint8_t jedec[1] = {0x9F};
    uint8_t answer[8];
    if (NEEDS == its_identity) {
        ask(unique_id, 5, answer, 8);
        for (uint32_t i = 0; i < 8; ++i)
            if (answer[i] != ((volatile uint8_t*)RECORD)[i]) return 0;
        return 1;
    }
    if (NEEDS == its_contents) {
        ask(read_key, 4, answer, 4);
        return (answer[0] | answer[1] << 8 | answer[2] << 16 | (uint32_t)answer[3] << 24) == KEY;
    }
    ask(jedec, 1, answer, 3);
    return answer[0] != 0xFF && answer[0] != 0x00;
}

int main(void) {
    board_start();
    RCC_APB2ENR |= RCC_APB2ENR_SPI1EN;
    GPIO_BSRR(0) = 1U << 4;
    GPIO_CRL(0) = (GPIO_CRL(0) & 0x0000FFFF) | 0xB4B20000;
    SPI1_CR1 = SPI_CR1_MASTER_8_BITS;
    run(is_ours());
}
