// SPDX-License-Identifier: Apache-2.0
// Raising faults, escalation to HardFault and lockup, DDI 0403 B1.5.14 and B1.5.15.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t kLockupAddress = 0xFFFFFFFE;

}  // namespace

void CoreState::raise(unsigned exception, std::uint32_t cfsr_bits) {
    scb.cfsr |= cfsr_bits;
    synchronous = {.exception = exception, .pending = true};
}

void CoreState::raise_debug_event(DebugEvent why) {
    if (debug.halting_allowed()) {
        debug.dfsr |= why;
        synchronous = {.exception = kNoException, .pending = true};
    } else {
        debug.dfsr |= why;
        synchronous = {.exception = kDebugMonitor, .pending = true};
    }
}

// A DWT match: Debug state, or DebugMonitor, once the instruction is done.
void CoreState::watch_hit() {
    debug.dfsr |= kDfsrDwtTrap;
    if (debug.halting_allowed()) {
        debug.c_halt = true;
    } else if ((debug.demcr & kMonEn) != 0) {
        nvic.pending.set(kDebugMonitor);
    }
    attend();
}

void CoreState::pend_asynchronous_bus_fault(std::uint32_t cfsr_bits) {
    scb.cfsr |= cfsr_bits;
    const bool enabled = (scb.shcsr_enables & kBusFaultEna) != 0;
    if (!enabled) scb.hfsr |= kForced;
    nvic.pending.set(enabled ? kBusFault : kHardFault);
    attend();
}

// The exception that is taken for a synchronous one: itself, HardFault, or none: lockup.
unsigned CoreState::escalated(unsigned exception) {
    const int now = nvic.execution_priority(reg);
    bool enabled = true;
    switch (exception) {
        case kMemManage: enabled = (scb.shcsr_enables & kMemFaultEna) != 0; break;
        case kBusFault: enabled = (scb.shcsr_enables & kBusFaultEna) != 0; break;
        case kUsageFault: enabled = (scb.shcsr_enables & kUsgFaultEna) != 0; break;
        case kDebugMonitor: enabled = (debug.demcr & kMonEn) != 0; break;
        default: break;
    }
    if (enabled && nvic.group_priority(exception) < now) return exception;
    scb.hfsr |= exception == kDebugMonitor ? kDebugEvt : kForced;
    return now > -1 ? kHardFault : kNoException;
}

void CoreState::lock_up() {
    locked_up = true;
    reg.pc = kLockupAddress;
    attend();
}

}  // namespace jig::machine
