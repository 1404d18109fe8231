// SPDX-License-Identifier: Apache-2.0
// Registers of the Cortex-M3 that the host touches through the debug port, named as DDI 0403 (ARMv7-M) prints them.
#pragma once

#include <cstdint>

namespace jig::chip {

// Debug registers of the core, DDI 0403 C1.6.
namespace debug {
inline constexpr std::uint32_t DHCSR = 0xE000EDF0;
inline constexpr std::uint32_t DCRSR = 0xE000EDF4;
inline constexpr std::uint32_t DCRDR = 0xE000EDF8;
inline constexpr std::uint32_t DEMCR = 0xE000EDFC;

inline constexpr std::uint32_t DHCSR_DBGKEY = 0xA05Fu << 16;
inline constexpr std::uint32_t DHCSR_C_DEBUGEN = 1u << 0;
inline constexpr std::uint32_t DHCSR_C_HALT = 1u << 1;
inline constexpr std::uint32_t DHCSR_C_STEP = 1u << 2;
inline constexpr std::uint32_t DHCSR_C_MASKINTS = 1u << 3;
inline constexpr std::uint32_t DHCSR_C_SNAPSTALL = 1u << 5;
inline constexpr std::uint32_t DHCSR_S_REGRDY = 1u << 16;
inline constexpr std::uint32_t DHCSR_S_HALT = 1u << 17;
inline constexpr std::uint32_t DHCSR_S_SLEEP = 1u << 18;
inline constexpr std::uint32_t DHCSR_S_LOCKUP = 1u << 19;
inline constexpr std::uint32_t DHCSR_S_RETIRE_ST = 1u << 24;
inline constexpr std::uint32_t DHCSR_S_RESET_ST = 1u << 25;

inline constexpr std::uint32_t DCRSR_REGWnR = 1u << 16;

inline constexpr std::uint32_t DEMCR_VC_CORERESET = 1u << 0;
inline constexpr std::uint32_t DEMCR_VC_HARDERR = 1u << 10;
inline constexpr std::uint32_t DEMCR_TRCENA = 1u << 24;
}  // namespace debug

// System control block, DDI 0403 B3.2.
namespace SCB {
inline constexpr std::uint32_t CPUID = 0xE000ED00;
inline constexpr std::uint32_t ICSR = 0xE000ED04;
inline constexpr std::uint32_t VTOR = 0xE000ED08;
inline constexpr std::uint32_t AIRCR = 0xE000ED0C;
inline constexpr std::uint32_t CFSR = 0xE000ED28;
inline constexpr std::uint32_t HFSR = 0xE000ED2C;
inline constexpr std::uint32_t DFSR = 0xE000ED30;
inline constexpr std::uint32_t MMFAR = 0xE000ED34;
inline constexpr std::uint32_t BFAR = 0xE000ED38;

inline constexpr std::uint32_t ICSR_VECTACTIVE_mask = 0x1FF;
inline constexpr std::uint32_t AIRCR_VECTKEY = 0x05FAu << 16;
inline constexpr std::uint32_t AIRCR_SYSRESETREQ = 1u << 2;
inline constexpr std::uint32_t AIRCR_VECTRESET = 1u << 0;
}  // namespace SCB

// Flash patch and breakpoint unit, DDI 0403 C1.11; data watchpoint and trace, C1.8.
namespace FPB {
inline constexpr std::uint32_t FP_CTRL = 0xE0002000;
inline constexpr std::uint32_t FP_COMP0 = 0xE0002008;
inline constexpr std::uint32_t FP_CTRL_KEY = 1u << 1;
inline constexpr std::uint32_t FP_CTRL_ENABLE = 1u << 0;
}  // namespace FPB
namespace DWT {
inline constexpr std::uint32_t CTRL = 0xE0001000;
inline constexpr std::uint32_t COMP0 = 0xE0001020;
inline constexpr std::uint32_t MASK0 = 0xE0001024;
inline constexpr std::uint32_t FUNCTION0 = 0xE0001028;
inline constexpr std::uint32_t comparator_stride = 0x10;
}  // namespace DWT

}  // namespace jig::chip
