// SPDX-License-Identifier: Apache-2.0
// Register offsets and bits of the flash interface, PM0075 section 3 and RM0008 table 8 (bank 2).
#pragma once

#include <cstdint>

namespace jig::machine::flash_registers {

inline constexpr std::uint32_t ACR = 0x00;
inline constexpr std::uint32_t KEYR = 0x04;
inline constexpr std::uint32_t OPTKEYR = 0x08;
inline constexpr std::uint32_t SR = 0x0C;
inline constexpr std::uint32_t CR = 0x10;
inline constexpr std::uint32_t AR = 0x14;
inline constexpr std::uint32_t OBR = 0x1C;
inline constexpr std::uint32_t WRPR = 0x20;
// KEYR2, SR2, CR2 and AR2 lie 0x40 above those of bank 1.
inline constexpr std::uint32_t bank2 = 0x40;

inline constexpr std::uint32_t ACR_reset = 0x30;
inline constexpr std::uint32_t ACR_writable = 0x1F;  // LATENCY, HLFCYA, PRFTBE
inline constexpr std::uint32_t ACR_PRFTBE = 0x10;
inline constexpr std::uint32_t ACR_PRFTBS = 0x20;

inline constexpr std::uint32_t SR_BSY = 0x01;
inline constexpr std::uint32_t SR_PGERR = 0x04;
inline constexpr std::uint32_t SR_WRPRTERR = 0x10;
inline constexpr std::uint32_t SR_EOP = 0x20;

inline constexpr std::uint32_t CR_PG = 0x0001;
inline constexpr std::uint32_t CR_PER = 0x0002;
inline constexpr std::uint32_t CR_MER = 0x0004;
inline constexpr std::uint32_t CR_OPTPG = 0x0010;
inline constexpr std::uint32_t CR_OPTER = 0x0020;
inline constexpr std::uint32_t CR_STRT = 0x0040;
inline constexpr std::uint32_t CR_LOCK = 0x0080;
inline constexpr std::uint32_t CR_OPTWRE = 0x0200;
inline constexpr std::uint32_t CR_ERRIE = 0x0400;
inline constexpr std::uint32_t CR_EOPIE = 0x1000;
// The bits of which one at a time says what a write or STRT does.
inline constexpr std::uint32_t CR_modes = CR_PG | CR_PER | CR_MER | CR_OPTPG | CR_OPTER;

}  // namespace jig::machine::flash_registers
