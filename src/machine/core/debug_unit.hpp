// SPDX-License-Identifier: Apache-2.0
// Halting debug, DDI 0403 C1.6: DHCSR, DCRSR, DCRDR, DEMCR and DFSR as the debugger sees them.
#pragma once

#include <cstdint>

namespace jig::machine {

// DFSR bits, DDI 0403 C1.6.1.
enum DebugEvent : std::uint32_t {
    kDfsrHalted = 1,
    kDfsrBkpt = 2,
    kDfsrDwtTrap = 4,
    kDfsrVcatch = 8,
    kDfsrExternal = 16,
};

// DEMCR bits, C1.6.5.
enum DemcrBit : std::uint32_t {
    kVcCoreReset = 1u << 0,
    kVcMmErr = 1u << 4,
    kVcNocpErr = 1u << 5,
    kVcChkErr = 1u << 6,
    kVcStatErr = 1u << 7,
    kVcBusErr = 1u << 8,
    kVcIntErr = 1u << 9,
    kVcHardErr = 1u << 10,
    kMonEn = 1u << 16,
    kMonPend = 1u << 17,
    kMonStep = 1u << 18,
    kMonReq = 1u << 19,
    kTrcEna = 1u << 24,
};
inline constexpr std::uint32_t kDemcrHaltingBits = 0x7F1;
inline constexpr std::uint32_t kDemcrWritable = kDemcrHaltingBits | 0x010F0000;

struct DebugUnit {
    bool c_debugen = false;
    bool c_halt = false;
    bool c_step = false;
    bool c_maskints = false;
    bool c_snapstall = false;
    bool halted = false;    // S_HALT
    bool retired = false;   // S_RETIRE_ST
    bool was_reset = true;  // S_RESET_ST
    bool stepping = false;  // out of Debug state for one instruction
    bool powered = true;    // a power-on reset, not a system reset, clears what follows
    std::uint32_t dcrdr = 0;
    std::uint32_t demcr = 0;
    std::uint32_t dfsr = 0;

    [[nodiscard]] bool halting_allowed() const { return c_debugen; }
    [[nodiscard]] bool trace_enabled() const { return (demcr & kTrcEna) != 0; }
    [[nodiscard]] bool interrupts_masked() const { return c_debugen && c_maskints; }
};

}  // namespace jig::machine
