// SPDX-License-Identifier: Apache-2.0
// Registers of the STM32F103 that the host touches: addresses and bits, named as RM0008 (rev 21), PM0075 and PM0068
// print them.
#pragma once

#include <cstdint>

namespace jig::chip {

// Flash program and erase controller, PM0075 3. Bank 2 of XL density has the same registers 0x40 higher (RM0008 table
// 8).
namespace FLASH {
inline constexpr std::uint32_t base = 0x40022000;
inline constexpr std::uint32_t ACR = base + 0x00;
inline constexpr std::uint32_t KEYR = base + 0x04;
inline constexpr std::uint32_t OPTKEYR = base + 0x08;
inline constexpr std::uint32_t SR = base + 0x0C;
inline constexpr std::uint32_t CR = base + 0x10;
inline constexpr std::uint32_t AR = base + 0x14;
inline constexpr std::uint32_t OBR = base + 0x1C;
inline constexpr std::uint32_t WRPR = base + 0x20;

inline constexpr std::uint32_t ACR_reset = 0x30;  // the prefetch buffer is on, no wait state
inline constexpr std::uint32_t ACR_two_wait_states = 0x32;

inline constexpr std::uint32_t KEY1 = 0x45670123;
inline constexpr std::uint32_t KEY2 = 0xCDEF89AB;

inline constexpr std::uint32_t SR_BSY = 1u << 0;
inline constexpr std::uint32_t SR_PGERR = 1u << 2;
inline constexpr std::uint32_t SR_WRPRTERR = 1u << 4;
inline constexpr std::uint32_t SR_EOP = 1u << 5;

inline constexpr std::uint32_t CR_PER = 1u << 1;
inline constexpr std::uint32_t CR_MER = 1u << 2;
inline constexpr std::uint32_t CR_STRT = 1u << 6;
inline constexpr std::uint32_t CR_LOCK = 1u << 7;
inline constexpr std::uint32_t CR_OPTWRE = 1u << 9;

inline constexpr std::uint32_t OBR_OPTERR = 1u << 0;
inline constexpr std::uint32_t OBR_RDPRT = 1u << 1;
}  // namespace FLASH

// Reset and clock control, RM0008 7.3.
namespace RCC {
inline constexpr std::uint32_t base = 0x40021000;
inline constexpr std::uint32_t CR = base + 0x00;
inline constexpr std::uint32_t CFGR = base + 0x04;
inline constexpr std::uint32_t AHBENR = base + 0x14;
inline constexpr std::uint32_t APB2ENR = base + 0x18;
inline constexpr std::uint32_t APB1ENR = base + 0x1C;
inline constexpr std::uint32_t BDCR = base + 0x20;

inline constexpr std::uint32_t CR_HSEON = 1u << 16;
inline constexpr std::uint32_t CR_HSERDY = 1u << 17;
inline constexpr std::uint32_t CR_PLLON = 1u << 24;
inline constexpr std::uint32_t CR_PLLRDY = 1u << 25;

inline constexpr std::uint32_t CFGR_SW_PLL = 2u << 0;
inline constexpr std::uint32_t CFGR_PPRE1_half = 4u << 8;
inline constexpr std::uint32_t CFGR_PLLMUL16 = 0xEu << 18;  // with PLLSRC = 0: of HSI / 2

inline constexpr std::uint32_t AHBENR_CRCEN = 1u << 6;
inline constexpr std::uint32_t APB2ENR_IOPAEN = 1u << 2;  // IOPBEN to IOPGEN are the bits above
inline constexpr std::uint32_t APB1ENR_BKPEN = 1u << 27;
inline constexpr std::uint32_t APB1ENR_PWREN = 1u << 28;

inline constexpr std::uint32_t BDCR_LSEON = 1u << 0;
inline constexpr std::uint32_t BDCR_LSERDY = 1u << 1;
inline constexpr std::uint32_t BDCR_RTCEN = 1u << 15;
}  // namespace RCC

// Power control, RM0008 5.4.
namespace PWR {
inline constexpr std::uint32_t CR = 0x40007000;
inline constexpr std::uint32_t CR_DBP = 1u << 8;
}  // namespace PWR

// Backup registers, RM0008 6.4. DR1-10 lie apart from DR11-42; each is 16 bits in a word of its own.
namespace BKP {
inline constexpr std::uint32_t base = 0x40006C00;
inline constexpr unsigned DRs_before_gap = 10;
[[nodiscard]] constexpr std::uint32_t DR(unsigned number) {
    return number <= DRs_before_gap ? base + 0x04 * number : base + 0x40 + 0x04 * (number - DRs_before_gap - 1);
}
static_assert(DR(1) == 0x40006C04 && DR(10) == 0x40006C28 && DR(11) == 0x40006C40 && DR(42) == 0x40006CBC);
}  // namespace BKP

// General-purpose pins, RM0008 9.2; ports A to G are 0x400 apart.
namespace GPIO {
[[nodiscard]] constexpr std::uint32_t port(char letter) {
    return 0x40010800 + 0x400 * static_cast<std::uint32_t>(letter - 'A');
}
inline constexpr std::uint32_t IDR = 0x08;
static_assert(port('C') == 0x40011000);
}  // namespace GPIO

}  // namespace jig::chip
