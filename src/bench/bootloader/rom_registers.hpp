// SPDX-License-Identifier: Apache-2.0
// The registers that the ROM bootloader touches, written from RM0008 and PM0075; not taken from machine/, so that a
// wrong address there meets a bootloader that does not find its registers.
#pragma once

#include <cstdint>

namespace jig::bench::rom {

// RM0008 7.3
inline constexpr std::uint32_t RCC_CR = 0x40021000, RCC_CFGR = 0x40021004, RCC_APB2ENR = 0x40021018;
inline constexpr std::uint32_t RCC_CR_HSEON = 1U << 16, RCC_CR_HSEBYP = 1U << 18, RCC_CR_CSSON = 1U << 19,
                               RCC_CR_PLLON = 1U << 24, RCC_CR_PLLRDY = 1U << 25;
inline constexpr std::uint32_t RCC_CFGR_PLLMUL6 = 4U << 18, RCC_CFGR_SW_PLL = 2;
inline constexpr std::uint32_t RCC_APB2ENR_IOPAEN = 1U << 2, RCC_APB2ENR_USART1EN = 1U << 14;

// RM0008 9.2, 19.4, 27.6
inline constexpr std::uint32_t GPIOA_CRH = 0x40010804;
inline constexpr std::uint32_t IWDG_KR = 0x40003000, IWDG_PR = 0x40003004;
inline constexpr std::uint32_t IWDG_access = 0x5555, IWDG_reload = 0xAAAA;
inline constexpr std::uint32_t USART1_SR = 0x40013800, USART1_DR = 0x40013804, USART1_BRR = 0x40013808,
                               USART1_CR1 = 0x4001380C, USART1_CR2 = 0x40013810, USART1_GTPR = 0x40013818;
inline constexpr std::uint32_t USART_SR_RXNE = 1U << 5, USART_SR_TC = 1U << 6;

// PM0075 3
inline constexpr std::uint32_t FLASH_KEYR = 0x40022004, FLASH_OPTKEYR = 0x40022008, FLASH_SR = 0x4002200C,
                               FLASH_CR = 0x40022010, FLASH_AR = 0x40022014, FLASH_OBR = 0x4002201C;
inline constexpr std::uint32_t KEY1 = 0x45670123, KEY2 = 0xCDEF89AB;
inline constexpr std::uint32_t FLASH_SR_BSY = 0x01, FLASH_SR_PGERR = 0x04, FLASH_SR_flags = 0x35;
inline constexpr std::uint32_t FLASH_CR_PG = 0x01, FLASH_CR_PER = 0x02, FLASH_CR_MER = 0x04, FLASH_CR_OPTPG = 0x10,
                               FLASH_CR_OPTER = 0x20, FLASH_CR_STRT = 0x40;
inline constexpr std::uint32_t FLASH_OBR_RDPRT = 0x02;

// PM0075 2.5: the option bytes, each with its complement above it.
inline constexpr std::uint32_t RDP = 0x1FFFF800, USER = 0x1FFFF802, Data0 = 0x1FFFF804, Data1 = 0x1FFFF806,
                               WRP0 = 0x1FFFF808;
inline constexpr std::uint8_t RDP_key = 0xA5;

// PM0056 4
inline constexpr std::uint32_t STK_CTRL = 0xE000E010, STK_LOAD = 0xE000E014, SCB_VTOR = 0xE000ED08,
                               SCB_AIRCR = 0xE000ED0C;
inline constexpr std::uint32_t STK_CTRL_ENABLE = 1, STK_CTRL_CLKSOURCE = 4;
inline constexpr std::uint32_t AIRCR_SYSRESETREQ = 0x05FA0004;  // with the key

}  // namespace jig::bench::rom
