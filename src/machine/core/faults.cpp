// SPDX-License-Identifier: Apache-2.0
// Raising faults, escalation to HardFault and lockup, DDI 0403 B1.5.14 and B1.5.15.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t lockup_address = 0xFFFFFFFE;

}  // namespace

void CoreState::raise(unsigned exception, std::uint32_t cfsr_bits) {
    scb.cfsr |= cfsr_bits;
    synchronous = {.exception = exception, .pending = true};
}

void CoreState::raise_debug_event(DebugEvent why) {
    debug.dfsr |= why;
    synchronous = {.exception = debug.halting_allowed() ? no_exception : debug_monitor, .pending = true};
}

// A DWT match: Debug state, or DebugMonitor, once the instruction is done.
void CoreState::watch_hit() {
    debug.dfsr |= DFSR_DWTTRAP;
    if (debug.halting_allowed()) {
        debug.c_halt = true;
        debug.c_halt_reason = DFSR_DWTTRAP;
    } else if (debug.monitor_enabled()) {
        nvic.pending.set(debug_monitor);
    }
    attend();
}

// DEMCR.MON_STEP: instructions go one by one wherever DebugMonitor could interrupt them, C1.5.2.
bool CoreState::monitor_steps() const {
    return debug.monitor_enabled() && (debug.demcr & MON_STEP) != 0 &&
           nvic.group_priority(debug_monitor) < nvic.execution_priority(reg);
}

void CoreState::monitor_stepped() {
    debug.dfsr |= DFSR_HALTED;
    nvic.pending.set(debug_monitor);
}

void CoreState::pend_asynchronous_bus_fault(std::uint32_t cfsr_bits) {
    scb.cfsr |= cfsr_bits;
    const bool enabled = (scb.shcsr_enables & BUSFAULTENA) != 0;
    if (!enabled) scb.hfsr |= FORCED;
    nvic.pending.set(enabled ? bus_fault : hard_fault);
    attend();
}

// The exception that is taken for a synchronous one: itself, HardFault, or none: lockup.
unsigned CoreState::escalated(unsigned exception) {
    const int now = nvic.execution_priority(reg);
    bool enabled = true;
    switch (exception) {
        case mem_manage: enabled = (scb.shcsr_enables & MEMFAULTENA) != 0; break;
        case bus_fault: enabled = (scb.shcsr_enables & BUSFAULTENA) != 0; break;
        case usage_fault: enabled = (scb.shcsr_enables & USGFAULTENA) != 0; break;
        case debug_monitor: enabled = debug.monitor_enabled(); break;
        default: break;
    }
    if (enabled && nvic.group_priority(exception) < now) return exception;
    scb.hfsr |= exception == debug_monitor ? DEBUGEVT : FORCED;
    return now > -1 ? hard_fault : no_exception;
}

void CoreState::lock_up() {
    locked_up = true;
    reg.pc = lockup_address;
    attend();
}

}  // namespace jig::machine
