// SPDX-License-Identifier: Apache-2.0
// The run loop: between stretches of the executor it looks at SysTick, the debugger, sleep and pending exceptions.
#include <algorithm>

#include "machine/core/state.hpp"

namespace jig::machine {

void CoreState::enter_debug_state(DebugEvent why) {
    debug.dfsr |= why;
    debug.halted = true;
    debug.c_halt = true;
    debug.stepping = false;
    debug.c_halt_reason = DFSR_HALTED;
    sleeping = false;
    attend();
}

void CoreState::leave_debug_state() {
    debug.halted = false;
    debug.stepping = debug.c_step;
    if (locked_up && reg.pc != 0xFFFFFFFE) locked_up = false;
}

// Time in which no instruction runs: in reset, halted, asleep, locked up.
void CoreState::pass_idle_time() {
    const std::uint64_t before = cycle;
    if (held || debug.halted) {
        cycle = std::max(cycle, end());
        systick.stand_still(cycle - before);
        dwt.stand_still(cycle - before);
    } else {
        cycle = std::max(cycle, std::min(end(), systick.next_interrupt()));
    }
}

// Everything that may come between two instructions; true when the executor has to wait for another look.
bool CoreState::look_around() {
    if (systick.advance(cycle)) pend_interrupt(sys_tick);
    if (debug.halting_allowed() && debug.c_halt && !debug.stepping) {
        enter_debug_state(debug.c_halt_reason);
        return true;
    }
    if (sleeping && wakes_from_sleep()) {
        sleeping = false;
        if (wait_for_event) event_register = false;
    }
    if (take_pending_exception()) {
        locked_up = false;
        if (monitor_steps()) monitor_stepped();
        if (debug.stepping && !debug.halted) enter_debug_state(DFSR_HALTED);
        return true;
    }
    if (sleeping && (scb.scr & SLEEPDEEP) != 0) {  // whether clocks go on now is the chip's decision
        stop = cycle;
        return true;
    }
    if (sleeping || locked_up) {
        pass_idle_time();
        return true;
    }
    return false;
}

void CoreState::run(std::uint64_t until) {
    run_end = until;
    stop = ~0ull;
    polling.disturb();  // whoever ran the rest of the chip meanwhile may have changed what a loop reads
    while (cycle < end()) {
        if (held || debug.halted) {
            pass_idle_time();
            continue;
        }
        if (look_around()) continue;
        const bool monitor_step = monitor_steps();
        deadline = debug.stepping || monitor_step ? 0 : std::min(end(), systick.next_interrupt());
        code.drop_unmapped();
        pc_watched = dwt.watches_pc() && debug.trace_enabled();
        execution_watched = pc_watched || path != nullptr || watcher != nullptr;
        execute();
        debug.retired = true;
        if (synchronous.pending) take_synchronous();
        if (monitor_step && !nvic.active.test(debug_monitor)) monitor_stepped();
        if (debug.stepping && !debug.halted) enter_debug_state(DFSR_HALTED);
    }
}

}  // namespace jig::machine
