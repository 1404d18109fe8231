// SPDX-License-Identifier: Apache-2.0
// The registers that debugging goes through: DDI 0403 (ARMv7-M) C1.6 for the core, RM0008 31.16 for DBGMCU.
#pragma once

#include <cstdint>

namespace jig::dap {

// DDI 0403 B3.2: the number of the exception that is running.
inline constexpr std::uint32_t ICSR = 0xE000ED04;
inline constexpr std::uint32_t ICSR_VECTACTIVE = 0x1FF;

inline constexpr std::uint32_t AIRCR = 0xE000ED0C;
inline constexpr std::uint32_t AIRCR_VECTKEY = 0x05FA0000;
inline constexpr std::uint32_t AIRCR_SYSRESETREQ = 1U << 2;

inline constexpr std::uint32_t DHCSR = 0xE000EDF0;
inline constexpr std::uint32_t DHCSR_DBGKEY = 0xA05F0000;
inline constexpr std::uint32_t C_DEBUGEN = 1U << 0;
inline constexpr std::uint32_t C_HALT = 1U << 1;
inline constexpr std::uint32_t C_STEP = 1U << 2;
inline constexpr std::uint32_t C_MASKINTS = 1U << 3;
inline constexpr std::uint32_t S_REGRDY = 1U << 16;
inline constexpr std::uint32_t S_HALT = 1U << 17;
inline constexpr std::uint32_t S_SLEEP = 1U << 18;
inline constexpr std::uint32_t S_LOCKUP = 1U << 19;
// Set by a reset, cleared by reading; reads 1 again and again while the reset lasts (DDI 0337, DHCSR).
inline constexpr std::uint32_t S_RESET_ST = 1U << 25;

inline constexpr std::uint32_t DCRSR = 0xE000EDF4;
inline constexpr std::uint32_t DCRSR_REGWnR = 1U << 16;
inline constexpr std::uint32_t DCRDR = 0xE000EDF8;

inline constexpr std::uint32_t DEMCR = 0xE000EDFC;
inline constexpr std::uint32_t VC_CORERESET = 1U << 0;

// Can be written while the chip is held in reset; only a power-on reset clears it.
inline constexpr std::uint32_t DBGMCU_CR = 0xE0042004;
inline constexpr std::uint32_t DBG_SLEEP = 1U << 0;
inline constexpr std::uint32_t DBG_STOP = 1U << 1;
inline constexpr std::uint32_t DBG_STANDBY = 1U << 2;
inline constexpr std::uint32_t DBG_IWDG_STOP = 1U << 8;
inline constexpr std::uint32_t DBG_WWDG_STOP = 1U << 9;

// What jig sets while it is connected: clocks stay on in sleep modes, watchdogs stand still while the core is halted.
inline constexpr std::uint32_t DBGMCU_CR_while_connected =
    DBG_SLEEP | DBG_STOP | DBG_STANDBY | DBG_IWDG_STOP | DBG_WWDG_STOP;

}  // namespace jig::dap
