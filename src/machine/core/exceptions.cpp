// SPDX-License-Identifier: Apache-2.0
// Exception entry and return, DDI 0403 B1.5.6 to B1.5.8.
#include "machine/core/flow_handlers.hpp"
#include "machine/core/timing.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t kReturnToHandler = 0xFFFFFFF1;
constexpr std::uint32_t kReturnToThreadMsp = 0xFFFFFFF9;
constexpr std::uint32_t kReturnToThreadPsp = 0xFFFFFFFD;
constexpr std::uint32_t kFrameBytes = 32;
constexpr std::uint32_t kXpsrAligned = 1u << 9;
constexpr AccessKind kStacking{.privileged = true, .must_align = false, .stacking = true};

}  // namespace

bool CoreState::exception_waits() const {
    const unsigned next = nvic.highest_pending(debug.interrupts_masked());
    return next != kNoException && nvic.group_priority(next) < nvic.execution_priority(reg);
}

bool CoreState::wakes_from_sleep() const {
    if (wait_for_event && event_register) return true;
    const unsigned next = nvic.highest_pending(debug.interrupts_masked());
    return next != kNoException && nvic.group_priority(next) < nvic.priority_without_primask(reg);
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
    if (raised == kNoException) {
        enter_debug_state(kDfsrBkpt);
        return;
    }
    const unsigned number = escalated(raised);
    if (number == kNoException) {
        lock_up();
        return;
    }
    if (number == kSvCall) {
        reg.itstate = it_after;
        take_exception(number, reg.pc + 2);
    } else {
        take_exception(number, reg.pc);
    }
}

bool CoreState::push_frame(std::uint32_t return_address) {
    const std::uint32_t old_sp = reg.r[kSp];
    const bool align = (scb.ccr & kStkAlign) != 0;
    const bool moved = align && (old_sp & 4) != 0;
    const std::uint32_t sp = (old_sp - kFrameBytes) & (align ? ~7u : ~3u);
    const std::uint32_t xpsr = (reg.xpsr() & ~kXpsrAligned) | (moved ? kXpsrAligned : 0);
    const std::array<std::uint32_t, 8> frame = {reg.r[0],  reg.r[1],   reg.r[2],       reg.r[3],
                                                reg.r[12], reg.r[kLr], return_address, xpsr};
    reg.r[kSp] = sp;
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
        if (!store_data(sp + 4 * i, Width::word, frame[i], kStacking)) return false;
    }
    return true;
}

void CoreState::take_exception(unsigned number, std::uint32_t return_address) {
    cycle += kExceptionEntryCycles;
    polling.disturb();
    const bool stacked = push_frame(return_address);
    const std::uint32_t exc_return = reg.handler_mode() ? kReturnToHandler
                                     : reg.uses_psp()   ? kReturnToThreadPsp
                                                        : kReturnToThreadMsp;
    if (!stacked) {
        // A derived exception: it goes first when it is the more urgent, else it waits. B1.5.11.
        scb.cfsr |= kStkErr;
        const unsigned derived = escalated(kBusFault);
        if (derived == kNoException) return lock_up();
        if (nvic.group_priority(derived) < nvic.group_priority(number)) {
            if (number >= kPendSv) nvic.pending.set(number);
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
        scb.hfsr |= kVectTbl;
        if (number == kHardFault || number == kNmi || nvic.execution_priority(reg) <= -1) return lock_up();
        return enter_handler(kHardFault, exc_return);
    }
    reg.set_ipsr(number);
    reg.control &= ~2u;
    reg.itstate = 0;
    reg.r[kLr] = exc_return;
    reg.thumb = (vector.value & 1) != 0;
    reg.pc = vector.value & ~1u;
    nvic.active.set(number);
    nvic.pending.clear(number);
    exclusive = false;
    event_register = true;
    sleeping = false;
    if (vector_catch(number)) enter_debug_state(kDfsrVcatch);
}

bool CoreState::vector_catch(unsigned exception) const {
    if (!debug.halting_allowed()) return false;
    std::uint32_t catches = 0;
    switch (exception) {
        case kHardFault: catches = kVcHardErr; break;
        case kMemManage: catches = kVcMmErr; break;
        case kBusFault: catches = kVcBusErr; break;
        case kUsageFault:
            if ((scb.cfsr & (kUndefInstr | kInvState | kInvPc)) != 0) catches |= kVcStatErr;
            if ((scb.cfsr & kNoCp) != 0) catches |= kVcNocpErr;
            if ((scb.cfsr & (kUnaligned | kDivByZero)) != 0) catches |= kVcChkErr;
            break;
        default: break;
    }
    if ((scb.cfsr & (kStkErr | kUnstkErr | kMStkErr | kMUnstkErr)) != 0 || (scb.hfsr & kVectTbl) != 0) {
        if (exception <= kUsageFault) catches |= kVcIntErr;
    }
    return (debug.demcr & catches) != 0;
}

bool CoreState::return_is_legal(std::uint32_t exc_return) const {
    if (!nvic.active.test(reg.ipsr)) return false;
    const bool nested = nvic.active.count() > 1;
    switch (exc_return) {
        case kReturnToHandler: return nested;
        case kReturnToThreadMsp:
        case kReturnToThreadPsp: return !nested || (scb.ccr & kNonBaseThrdEna) != 0;
        default: return false;
    }
}

// INVPC: UsageFault takes over the frame that the refused return would have popped.
void CoreState::refuse_return(std::uint32_t exc_return) {
    scb.cfsr |= kInvPc;
    const unsigned number = escalated(kUsageFault);
    if (number == kNoException) return lock_up();
    enter_handler(number, exc_return);
}

void CoreState::return_from_exception(std::uint32_t exc_return) {
    attend();
    polling.disturb();
    const bool legal = return_is_legal(exc_return);
    nvic.deactivate(reg.ipsr);
    if (reg.ipsr != kNmi) reg.faultmask = 0;
    exclusive = false;
    event_register = true;
    if (!legal) return refuse_return(exc_return);
    if (!debug.stepping && exception_waits()) {
        cycle += kTailChainCycles;
        return enter_handler(nvic.highest_pending(debug.interrupts_masked()), exc_return);
    }
    cycle += kExceptionExitCycles;
    const bool to_psp = exc_return == kReturnToThreadPsp;
    if (!pop_frame(to_psp ? reg.psp() : reg.msp(), exc_return)) return;
    if (exc_return != kReturnToHandler && (scb.scr & kSleepOnExit) != 0) {
        sleeping = true;
        wait_for_event = false;
    }
}

bool CoreState::pop_frame(std::uint32_t sp, std::uint32_t exc_return) {
    std::array<std::uint32_t, 8> frame{};
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
        if (load_data(sp + 4 * i, Width::word, frame[i], kStacking)) continue;
        scb.cfsr |= kUnstkErr;
        const unsigned number = escalated(kBusFault);
        number == kNoException ? lock_up() : enter_handler(number, exc_return);
        return false;
    }
    const std::uint32_t xpsr = frame[7];
    const bool to_thread = exc_return != kReturnToHandler;
    reg.set_ipsr(to_thread ? 0 : xpsr & 0x1FF);
    reg.set_control((reg.control & 1) | (exc_return == kReturnToThreadPsp ? 2u : 0));
    const bool moved = (scb.ccr & kStkAlign) != 0 && (xpsr & kXpsrAligned) != 0;
    reg.r[kSp] = (sp + kFrameBytes) | (moved ? 4u : 0);
    for (unsigned i = 0; i < 4; ++i) reg.r[i] = frame[i];
    reg.r[12] = frame[4];
    reg.r[kLr] = frame[5];
    reg.pc = frame[6] & ~1u;
    reg.set_apsr(xpsr);
    reg.set_epsr(xpsr);
    if (to_thread == ((xpsr & 0x1FF) == 0)) return true;
    reg.set_ipsr(xpsr & 0x1FF);
    scb.cfsr |= kInvPc;
    const unsigned number = escalated(kUsageFault);
    if (number == kNoException) {
        lock_up();
    } else {
        take_exception(number, reg.pc);
        reg.r[kLr] = exc_return;
    }
    return false;
}

}  // namespace jig::machine
