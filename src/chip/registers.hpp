// SPDX-License-Identifier: Apache-2.0
// Registers of the STM32F103 that the host touches: addresses and bits, named as RM0008 (rev 21), PM0075 and PM0068
// print them. The core's own are in core_registers.hpp.
#pragma once

#include <cstdint>

namespace jig::chip {

// Flash program and erase controller, PM0075 3. Bank 2 of XL density has the same registers 0x40 higher (PM0068 3).
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
inline constexpr std::uint32_t KEYR2 = base + 0x44;
inline constexpr std::uint32_t SR2 = base + 0x4C;
inline constexpr std::uint32_t CR2 = base + 0x50;
inline constexpr std::uint32_t AR2 = base + 0x54;

inline constexpr std::uint32_t KEY1 = 0x45670123;  // PM0075 2.3.1
inline constexpr std::uint32_t KEY2 = 0xCDEF89AB;

inline constexpr std::uint32_t SR_BSY = 1u << 0;
inline constexpr std::uint32_t SR_PGERR = 1u << 2;
inline constexpr std::uint32_t SR_WRPRTERR = 1u << 4;
inline constexpr std::uint32_t SR_EOP = 1u << 5;

inline constexpr std::uint32_t CR_PG = 1u << 0;
inline constexpr std::uint32_t CR_PER = 1u << 1;
inline constexpr std::uint32_t CR_MER = 1u << 2;
inline constexpr std::uint32_t CR_OPTPG = 1u << 4;
inline constexpr std::uint32_t CR_OPTER = 1u << 5;
inline constexpr std::uint32_t CR_STRT = 1u << 6;
inline constexpr std::uint32_t CR_LOCK = 1u << 7;
inline constexpr std::uint32_t CR_OPTWRE = 1u << 9;

inline constexpr std::uint32_t OBR_OPTERR = 1u << 0;
inline constexpr std::uint32_t OBR_RDPRT = 1u << 1;
inline constexpr std::uint32_t OBR_WDG_SW = 1u << 2;
inline constexpr std::uint32_t OBR_nRST_STOP = 1u << 3;
inline constexpr std::uint32_t OBR_nRST_STDBY = 1u << 4;
inline constexpr std::uint32_t OBR_BFB2 = 1u << 5;  // XL density
inline constexpr unsigned OBR_Data0_shift = 10;
inline constexpr unsigned OBR_Data1_shift = 18;
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
inline constexpr std::uint32_t CSR = base + 0x24;

inline constexpr std::uint32_t CR_HSION = 1u << 0;
inline constexpr std::uint32_t CR_HSIRDY = 1u << 1;
inline constexpr std::uint32_t CR_HSEON = 1u << 16;
inline constexpr std::uint32_t CR_HSERDY = 1u << 17;
inline constexpr std::uint32_t CR_HSEBYP = 1u << 18;
inline constexpr std::uint32_t CR_PLLON = 1u << 24;
inline constexpr std::uint32_t CR_PLLRDY = 1u << 25;

inline constexpr std::uint32_t AHBENR_DMA1EN = 1u << 0;
inline constexpr std::uint32_t AHBENR_DMA2EN = 1u << 1;
inline constexpr std::uint32_t AHBENR_SRAMEN = 1u << 2;
inline constexpr std::uint32_t AHBENR_FLITFEN = 1u << 4;
inline constexpr std::uint32_t AHBENR_CRCEN = 1u << 6;

inline constexpr std::uint32_t APB2ENR_AFIOEN = 1u << 0;
inline constexpr std::uint32_t APB2ENR_IOPAEN = 1u << 2;  // IOPBEN to IOPGEN are the bits above
inline constexpr std::uint32_t APB1ENR_BKPEN = 1u << 27;
inline constexpr std::uint32_t APB1ENR_PWREN = 1u << 28;

inline constexpr std::uint32_t BDCR_LSEON = 1u << 0;
inline constexpr std::uint32_t BDCR_LSERDY = 1u << 1;

inline constexpr std::uint32_t CSR_LSION = 1u << 0;
inline constexpr std::uint32_t CSR_LSIRDY = 1u << 1;
inline constexpr std::uint32_t CSR_RMVF = 1u << 24;
inline constexpr std::uint32_t CSR_PINRSTF = 1u << 26;
inline constexpr std::uint32_t CSR_PORRSTF = 1u << 27;
inline constexpr std::uint32_t CSR_SFTRSTF = 1u << 28;
inline constexpr std::uint32_t CSR_IWDGRSTF = 1u << 29;
inline constexpr std::uint32_t CSR_WWDGRSTF = 1u << 30;
inline constexpr std::uint32_t CSR_LPWRRSTF = 1u << 31;
}  // namespace RCC

// Power control, RM0008 5.4.
namespace PWR {
inline constexpr std::uint32_t CR = 0x40007000;
inline constexpr std::uint32_t CR_DBP = 1u << 8;
}  // namespace PWR

// Backup registers, RM0008 6.4. DR1-10 lie apart from DR11-42; each is 16 bits in a word of its own.
namespace BKP {
inline constexpr std::uint32_t base = 0x40006C00;
[[nodiscard]] constexpr std::uint32_t DR(unsigned number) {
    return number <= 10 ? base + 0x04 * number : base + 0x40 + 0x04 * (number - 11);
}
static_assert(DR(1) == 0x40006C04 && DR(10) == 0x40006C28 && DR(11) == 0x40006C40 && DR(42) == 0x40006CBC);
}  // namespace BKP

// MCU debug, RM0008 31.16.3. Reset by a power-on reset only.
namespace DBGMCU {
inline constexpr std::uint32_t IDCODE = 0xE0042000;
inline constexpr std::uint32_t CR = 0xE0042004;
inline constexpr std::uint32_t CR_DBG_SLEEP = 1u << 0;
inline constexpr std::uint32_t CR_DBG_STOP = 1u << 1;
inline constexpr std::uint32_t CR_DBG_STANDBY = 1u << 2;
inline constexpr std::uint32_t CR_DBG_IWDG_STOP = 1u << 8;
inline constexpr std::uint32_t CR_DBG_WWDG_STOP = 1u << 9;
}  // namespace DBGMCU

// Independent watchdog, RM0008 19.4.
namespace IWDG {
inline constexpr std::uint32_t KR = 0x40003000;
inline constexpr std::uint32_t PR = 0x40003004;
inline constexpr std::uint32_t RLR = 0x40003008;
inline constexpr std::uint32_t SR = 0x4000300C;
inline constexpr std::uint32_t KR_feed = 0xAAAA;
inline constexpr std::uint32_t KR_unlock = 0x5555;
}  // namespace IWDG

// Alternate functions, RM0008 9.4.2. SWJ_CFG is write-only and says which debug pins there are.
namespace AFIO {
inline constexpr std::uint32_t MAPR = 0x40010004;
inline constexpr unsigned MAPR_SWJ_CFG_shift = 24;
}  // namespace AFIO

// General-purpose pins, RM0008 9.2; ports A to G are 0x400 apart.
namespace GPIO {
[[nodiscard]] constexpr std::uint32_t port(char letter) {
    return 0x40010800 + 0x400 * static_cast<std::uint32_t>(letter - 'A');
}
inline constexpr std::uint32_t CRL = 0x00;
inline constexpr std::uint32_t CRH = 0x04;
inline constexpr std::uint32_t IDR = 0x08;
inline constexpr std::uint32_t ODR = 0x0C;
inline constexpr std::uint32_t BSRR = 0x10;
static_assert(port('C') == 0x40011000);
}  // namespace GPIO

// CRC calculation unit, RM0008 4.4: CRC-32 of words, most significant bit first, no reflection, no final inversion.
namespace CRC {
inline constexpr std::uint32_t DR = 0x40023000;
inline constexpr std::uint32_t CR = 0x40023008;
inline constexpr std::uint32_t CR_RESET = 1u << 0;
}  // namespace CRC

}  // namespace jig::chip
