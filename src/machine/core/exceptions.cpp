// SPDX-License-Identifier: Apache-2.0
// Exception entry and return, DDI 0403 B1.5.6 to B1.5.8.
#include "machine/core/flow_handlers.hpp"
#include "machine/core/timing.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t return_to_handler = 0xFFFFFFF1;
constexpr std::uint32_t return_to_thread_msp = 0xFFFFFFF9;
constexpr std::uint32_t return_to_thread_psp = 0xFFFFFFFD;
constexpr std::uint32_t frame_bytes = 32;
constexpr std::uint32_t xpsr_aligned = 1u << 9;
constexpr AccessKind stacking{.privileged = true, .must_align = false, .stacking = true};

}  // namespace

bool CoreState::exception_waits() const {
    const unsigned next = nvic.highest_pending(debug.interrupts_masked());
    return next != no_exception && nvic.group_priority(next) < nvic.execution_priority(reg);
}

bool CoreState::wakes_from_sleep() const {
    // Only WFI wakes for an exception that PRIMASK then keeps from being taken, B1.5.19.
    if (wait_for_event) return event_register || exception_waits();
    const unsigned next = nvic.highest_pending(debug.interrupts_masked());
    return next != no_exception && nvic.group_priority(next) < nvic.priority_without_primask(reg);
}

bool CoreState::take_pending_exception() {
    if (!exception_waits()) return false;
    take_exception(nvic.highest_pending(debug.interrupts_masked()), reg.pc);
    return true;
}

void CoreState::take_synchronous() {
    const unsigned raised = synchronous.exception;
    synchronous.pending = false;
    const std::uint32_t it_after = reg.itstate;
    if (it_before != 0) reg.itstate = it_before;
    if (raised == no_exception) {
        enter_debug_state(DFSR_BKPT);
        return;
    }
    const unsigned number = escalated(raised);
    if (number == no_exception) {
        lock_up();
        return;
    }
    // An SVC is done when its exception is taken, also where that is HardFault: kernels that call SVC with interrupts
    // masked (NuttX) look for the instruction before the stacked address.
    if (raised == sv_call) {
        reg.itstate = it_after;
        take_exception(number, reg.pc + 2);
    } else {
        take_exception(number, reg.pc);
    }
}

bool CoreState::push_frame(std::uint32_t return_address) {
    const std::uint32_t old_sp = reg.r[SP];
    const bool align = (scb.ccr & STKALIGN) != 0;
    const bool moved = align && (old_sp & 4) != 0;
    const std::uint32_t sp = (old_sp - frame_bytes) & (align ? ~7u : ~3u);
    const std::uint32_t xpsr = (reg.xpsr() & ~xpsr_aligned) | (moved ? xpsr_aligned : 0);
    const std::array<std::uint32_t, 8> frame = {reg.r[0],  reg.r[1],  reg.r[2],       reg.r[3],
                                                reg.r[12], reg.r[LR], return_address, xpsr};
    reg.r[SP] = sp;
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
        if (!store_data(sp + 4 * i, Width::word, frame[i], stacking)) return false;
    }
    return true;
}

void CoreState::take_exception(unsigned number, std::uint32_t return_address) {
    cycle += exception_entry_cycles;
    polling.disturb();
    if (number >= hard_fault && number <= usage_fault) bus->fault_taken(number, return_address);
    const bool stacked = push_frame(return_address);
    const std::uint32_t exc_return = reg.handler_mode() ? return_to_handler
                                     : reg.uses_psp()   ? return_to_thread_psp
                                                        : return_to_thread_msp;
    if (!stacked) {
        // A derived exception: it goes first when it is the more urgent, else it waits. B1.5.11.
        scb.cfsr |= STKERR;
        const unsigned derived = escalated(bus_fault);
        if (derived == no_exception) return lock_up();
        if (nvic.group_priority(derived) < nvic.group_priority(number)) {
            if (number >= pend_sv) nvic.pending.set(number);
            number = derived;
        } else if (derived != number) {
            nvic.pending.set(derived);
        }
    }
    enter_handler(number, exc_return);
}

void CoreState::enter_handler(unsigned number, std::uint32_t exc_return) {
    const BusReply vector = read_vector(scb.vtor + 4 * number);
    if (vector.fault) {
        scb.hfsr |= VECTTBL;
        if (number == hard_fault || number == nmi || nvic.execution_priority(reg) <= -1) return lock_up();
        return enter_handler(hard_fault, exc_return);
    }
    reg.set_ipsr(number);
    reg.control &= ~2u;
    reg.itstate = 0;
    reg.r[LR] = exc_return;
    reg.thumb = (vector.value & 1) != 0;
    reg.pc = vector.value & ~1u;
    nvic.active.set(number);
    nvic.pending.clear(number);
    exclusive = false;
    event_register = true;
    sleeping = false;
    if (vector_catch(number)) enter_debug_state(DFSR_VCATCH);
}

bool CoreState::vector_catch(unsigned exception) const {
    if (!debug.halting_allowed()) return false;
    std::uint32_t catches = 0;
    switch (exception) {
        case hard_fault: catches = VC_HARDERR; break;
        case mem_manage: catches = VC_MMERR; break;
        case bus_fault: catches = VC_BUSERR; break;
        case usage_fault:
            if ((scb.cfsr & (UNDEFINSTR | INVSTATE | INVPC)) != 0) catches |= VC_STATERR;
            if ((scb.cfsr & NOCP) != 0) catches |= VC_NOCPERR;
            if ((scb.cfsr & (UNALIGNED | DIVBYZERO)) != 0) catches |= VC_CHKERR;
            break;
        default: break;
    }
    if ((scb.cfsr & (STKERR | UNSTKERR | MSTKERR | MUNSTKERR)) != 0 || (scb.hfsr & VECTTBL) != 0) {
        if (exception <= usage_fault) catches |= VC_INTERR;
    }
    return (debug.demcr & catches) != 0;
}

bool CoreState::return_is_legal(std::uint32_t exc_return) const {
    if (!nvic.active.test(reg.ipsr)) return false;
    const bool nested = nvic.active.count() > 1;
    switch (exc_return) {
        case return_to_handler: return nested;
        case return_to_thread_msp:
        case return_to_thread_psp: return !nested || (scb.ccr & NONBASETHRDENA) != 0;
        default: return false;
    }
}

// INVPC: UsageFault takes over the frame that the refused return would have popped.
void CoreState::refuse_return(std::uint32_t exc_return) {
    scb.cfsr |= INVPC;
    const unsigned number = escalated(usage_fault);
    if (number == no_exception) return lock_up();
    enter_handler(number, exc_return);
}

void CoreState::return_from_exception(std::uint32_t exc_return) {
    attend();
    polling.disturb();
    const bool legal = return_is_legal(exc_return);
    nvic.deactivate(reg.ipsr);
    if (reg.ipsr != nmi) reg.faultmask = 0;
    exclusive = false;
    event_register = true;
    if (!legal) return refuse_return(exc_return);
    if (!debug.stepping && exception_waits()) {
        cycle += tail_chain_cycles;
        return enter_handler(nvic.highest_pending(debug.interrupts_masked()), exc_return);
    }
    cycle += exception_exit_cycles;
    const bool to_psp = exc_return == return_to_thread_psp;
    if (!pop_frame(to_psp ? reg.psp() : reg.msp(), exc_return)) return;
    if (exc_return != return_to_handler && (scb.scr & SLEEPONEXIT) != 0) {
        sleeping = true;
        wait_for_event = false;
    }
}

bool CoreState::pop_frame(std::uint32_t sp, std::uint32_t exc_return) {
    std::array<std::uint32_t, 8> frame{};
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
        if (load_data(sp + 4 * i, Width::word, frame[i], stacking)) continue;
        scb.cfsr |= UNSTKERR;
        const unsigned number = escalated(bus_fault);
        number == no_exception ? lock_up() : enter_handler(number, exc_return);
        return false;
    }
    const std::uint32_t xpsr = frame[7];
    const bool to_thread = exc_return != return_to_handler;
    reg.set_ipsr(to_thread ? 0 : xpsr & 0x1FF);
    reg.set_control((reg.control & 1) | (exc_return == return_to_thread_psp ? 2u : 0));
    const bool moved = (scb.ccr & STKALIGN) != 0 && (xpsr & xpsr_aligned) != 0;
    reg.r[SP] = (sp + frame_bytes) | (moved ? 4u : 0);
    for (unsigned i = 0; i < 4; ++i) reg.r[i] = frame[i];
    reg.r[12] = frame[4];
    reg.r[LR] = frame[5];
    reg.pc = frame[6] & ~1u;
    reg.set_apsr(xpsr);
    reg.set_epsr(xpsr);
    if (to_thread == ((xpsr & 0x1FF) == 0)) return true;
    reg.set_ipsr(xpsr & 0x1FF);
    scb.cfsr |= INVPC;
    const unsigned number = escalated(usage_fault);
    if (number == no_exception) {
        lock_up();
    } else {
        take_exception(number, reg.pc);
        reg.r[LR] = exc_return;
    }
    return false;
}

}  // namespace jig::machine
