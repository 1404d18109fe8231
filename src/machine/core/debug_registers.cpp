// SPDX-License-Identifier: Apache-2.0
// DHCSR, DCRSR and DEMCR, DDI 0403 C1.6.2 to C1.6.5.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t DBGKEY = 0xA05F;
constexpr std::uint32_t REGWnR = 1u << 16;
constexpr unsigned reg_pc = 15;
constexpr unsigned reg_xpsr = 16;
constexpr unsigned reg_msp = 17;
constexpr unsigned reg_psp = 18;
constexpr unsigned reg_special = 20;

std::uint32_t read_register(const Registers& reg, unsigned select) {
    if (select < reg_pc) return reg.r[select];
    switch (select) {
        case reg_pc: return reg.pc;
        case reg_xpsr: return reg.xpsr();
        case reg_msp: return reg.msp();
        case reg_psp: return reg.psp();
        case reg_special: return reg.control << 24 | reg.faultmask << 16 | reg.basepri << 8 | reg.primask;
        default: return 0;
    }
}

void write_register(Registers& reg, unsigned select, std::uint32_t value) {
    if (select < reg_pc) {
        reg.r[select] = select == SP ? value & ~3u : value;
        return;
    }
    switch (select) {
        case reg_pc: reg.pc = value & ~1u; break;
        case reg_xpsr:
            reg.set_apsr(value);
            reg.set_epsr(value);
            reg.set_ipsr(value & 0x1FF);
            break;
        case reg_msp: reg.set_msp(value); break;
        case reg_psp: reg.set_psp(value); break;
        case reg_special:
            reg.primask = value & 1;
            reg.basepri = (value >> 8) & priority_mask;
            reg.faultmask = (value >> 16) & 1;
            reg.set_control((value >> 24) & 3);
            break;
        default: break;
    }
}

}  // namespace

std::uint32_t CoreState::read_dhcsr(bool by_debugger) {
    const std::uint32_t value = (debug.c_debugen ? 1u : 0) | (debug.c_halt ? 2u : 0) | (debug.c_step ? 4u : 0) |
                                (debug.c_maskints ? 8u : 0) | (debug.c_snapstall ? 0x20u : 0) | (1u << 16) |
                                (debug.halted ? 1u << 17 : 0) | (sleeping ? 1u << 18 : 0) | (locked_up ? 1u << 19 : 0) |
                                (debug.retired ? 1u << 24 : 0) | (debug.was_reset ? 1u << 25 : 0);
    if (by_debugger) {
        debug.retired = false;
        debug.was_reset = held;  // DDI 0337: who reads it set twice knows that the reset lasts
    }
    return value;
}

void CoreState::write_dhcsr(std::uint32_t value, bool by_debugger) {
    if (value >> 16 != DBGKEY) return;
    if (by_debugger) debug.c_debugen = (value & 1) != 0;  // software cannot write it
    const bool on = debug.c_debugen;
    debug.c_halt = on && (value & 2) != 0;
    debug.c_step = on && (value & 4) != 0;
    debug.c_maskints = on && (value & 8) != 0;
    debug.c_snapstall = on && (value & 0x20) != 0;
    if (debug.halted && !debug.c_halt) leave_debug_state();
    // A request to halt is obeyed at once when no instruction is under way.
    if (by_debugger && debug.c_halt && !debug.halted && !held) enter_debug_state(DFSR_HALTED);
    attend();
}

void CoreState::write_dcrsr(std::uint32_t value) {
    if (!debug.halted) return;
    const unsigned select = value & 0x1F;
    if ((value & REGWnR) != 0) {
        write_register(reg, select, debug.dcrdr);
    } else {
        debug.dcrdr = read_register(reg, select);
    }
}

void CoreState::write_demcr(std::uint32_t value) {
    debug.demcr = value & demcr_kept;
    nvic.pending.assign(debug_monitor, (value & MON_PEND) != 0);
    dwt.enable(debug.trace_enabled(), cycle);
    choose_data_windows();
    attend();
}

}  // namespace jig::machine
