// SPDX-License-Identifier: Apache-2.0
// Halting and monitor debug, DDI 0403 C1.5 and C1.6: DHCSR, DCRSR, DCRDR, DEMCR and DFSR as the debugger sees them.
#pragma once

#include <cstdint>

namespace jig::machine {

// DFSR bits, DDI 0403 C1.6.1.
enum DebugEvent : std::uint32_t {
    DFSR_HALTED = 1,
    DFSR_BKPT = 2,
    DFSR_DWTTRAP = 4,
    DFSR_VCATCH = 8,
    DFSR_EXTERNAL = 16,
};

// DEMCR bits, C1.6.5.
enum DemcrBit : std::uint32_t {
    VC_CORERESET = 1u << 0,
    VC_MMERR = 1u << 4,
    VC_NOCPERR = 1u << 5,
    VC_CHKERR = 1u << 6,
    VC_STATERR = 1u << 7,
    VC_BUSERR = 1u << 8,
    VC_INTERR = 1u << 9,
    VC_HARDERR = 1u << 10,
    MON_EN = 1u << 16,
    MON_PEND = 1u << 17,
    MON_STEP = 1u << 18,
    MON_REQ = 1u << 19,
    TRCENA = 1u << 24,
};
inline constexpr std::uint32_t demcr_halting_bits = 0x7F1;
// MON_PEND is the NVIC's; MON_REQ is a semaphore of the monitor's own, which the processor only keeps.
inline constexpr std::uint32_t demcr_kept = demcr_halting_bits | MON_EN | MON_STEP | MON_REQ | TRCENA;

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
    DebugEvent c_halt_reason = DFSR_HALTED;
    std::uint32_t dcrdr = 0;
    std::uint32_t demcr = 0;
    std::uint32_t dfsr = 0;

    [[nodiscard]] bool halting_allowed() const { return c_debugen; }
    // DEMCR.MON_EN counts only without halting debug, C1.6.5.
    [[nodiscard]] bool monitor_enabled() const { return !c_debugen && (demcr & MON_EN) != 0; }
    [[nodiscard]] bool trace_enabled() const { return (demcr & TRCENA) != 0; }
    [[nodiscard]] bool interrupts_masked() const { return c_debugen && c_maskints; }
};

}  // namespace jig::machine
