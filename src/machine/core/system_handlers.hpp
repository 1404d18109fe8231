// SPDX-License-Identifier: Apache-2.0
// Handlers of exceptions by instruction, special registers, hints and what the decoder refuses.
#pragma once

#include "machine/core/exec.hpp"

namespace jig::machine {

JIG_HANDLER bool undefined(Exec& x) { return x.fault(usage_fault, UNDEFINSTR); }
JIG_HANDLER bool no_coprocessor(Exec& x) { return x.fault(usage_fault, NOCP); }

JIG_HANDLER bool svc(Exec& x) {
    x.sync();
    x.cpu.synchronous = {.exception = sv_call, .pending = true};
    return false;
}

JIG_HANDLER bool bkpt(Exec& x) {
    x.sync();
    x.cpu.raise_debug_event(DFSR_BKPT);
    return false;
}

JIG_HANDLER bool mrs(Exec& x) {
    x.r(x.slot->d) = x.cpu.read_special(x.slot->imm);
    return true;
}
JIG_HANDLER bool msr(Exec& x) {
    x.sync();
    x.cpu.write_special(x.slot->imm, x.slot->a, x.r(x.slot->n));
    return true;
}

// CPS: a = 1 disables; imm bit 1: PRIMASK, bit 0: FAULTMASK. FAULTMASK cannot be set at or above its own priority.
JIG_HANDLER bool cps(Exec& x) {
    Registers& reg = x.cpu.reg;
    if (!reg.privileged()) return true;
    const std::uint32_t value = x.slot->a;
    if ((x.slot->imm & 2) != 0) reg.primask = value;
    if ((x.slot->imm & 1) != 0 && (value == 0 || x.cpu.nvic.execution_priority(reg) > -1)) reg.faultmask = value;
    x.cpu.attend();
    return true;
}

JIG_HANDLER bool wfi(Exec& x) {
    x.cpu.sleeping = true;
    x.cpu.wait_for_event = false;
    x.cpu.attend();
    return true;
}
JIG_HANDLER bool wfe(Exec& x) {
    if (x.cpu.event_register) {
        x.cpu.event_register = false;
        return true;
    }
    x.cpu.sleeping = true;
    x.cpu.wait_for_event = true;
    x.cpu.attend();
    return true;
}
JIG_HANDLER bool sev(Exec& x) {
    x.cpu.event_register = true;
    return true;
}

}  // namespace jig::machine
