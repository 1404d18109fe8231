// SPDX-License-Identifier: Apache-2.0
// Handlers of branches and of loads into PC, DDI 0403 A4.3 and A2.3.1.
#pragma once

#include "machine/core/block_handlers.hpp"

namespace jig::machine {

inline constexpr std::uint32_t exc_return_base = 0xF0000000;

JIG_HANDLER void fall_through(Exec& x) { x.slot += x.slot->length; }
JIG_HANDLER void take_near(Exec& x) {
    x.slot += static_cast<std::int32_t>(x.slot->imm);
    x.cycle += x.refill;
}

JIG_HANDLER void b_far(Exec& x) { x.jump(x.slot->imm); }
JIG_HANDLER void b_near(Exec& x) { take_near(x); }
JIG_HANDLER void bcond_far(Exec& x) { condition_holds(x.slot->a, x.cpu.reg) ? x.jump(x.slot->imm) : fall_through(x); }
template <unsigned condition>
JIG_HANDLER void bcond_near(Exec& x) {
    condition_holds(condition, x.cpu.reg) ? take_near(x) : fall_through(x);
}
JIG_HANDLER void bl_far(Exec& x) {
    x.r(LR) = x.next_address() | 1;
    x.jump(x.slot->imm);
}
JIG_HANDLER void bl_near(Exec& x) {
    x.r(LR) = x.next_address() | 1;
    take_near(x);
}
template <bool nonzero>
JIG_HANDLER void cb_far(Exec& x) {
    (x.r(x.slot->n) != 0) == nonzero ? x.jump(x.slot->imm) : fall_through(x);
}
template <bool nonzero>
JIG_HANDLER void cb_near(Exec& x) {
    (x.r(x.slot->n) != 0) == nonzero ? take_near(x) : fall_through(x);
}

// Goes to scratch slots and exception returns through the slow path.
JIG_HANDLER void branch_slowly(Exec& x, std::uint32_t target, bool may_return) {
    x.sync();
    if (may_return && target >= exc_return_base && x.cpu.reg.handler_mode()) {
        x.cpu.return_from_exception(target);
    } else {
        x.cpu.reg.thumb = (target & 1) != 0;
        x.cpu.reg.pc = target & ~1u;
        x.cycle += x.refill;
        x.cpu.cycle = x.cycle;
    }
    const std::uint32_t pc = x.cpu.reg.pc;
    const CoreState::Place place = x.cpu.enter(pc);
    x.resume();
    x.go(place, pc);
}

// BXWritePC, LoadWritePC: bit 0 is EPSR.T, and 0xFxxxxxxx in Handler mode returns from the exception.
JIG_HANDLER void interwork(Exec& x, std::uint32_t target) {
    if ((target & 1) != 0 && x.table != nullptr && x.table->contains(target)) {
        x.slot = x.table->slot_at(target);
        x.cycle += x.refill;
    } else {
        branch_slowly(x, target, true);
    }
}

JIG_HANDLER void bx(Exec& x) { interwork(x, x.r(x.slot->m)); }
JIG_HANDLER void blx(Exec& x) {
    const std::uint32_t target = x.r(x.slot->m);
    x.r(LR) = x.next_address() | 1;
    if (target >= exc_return_base) {
        branch_slowly(x, target, false);  // BLXWritePC knows no EXC_RETURN
    } else {
        interwork(x, target);
    }
}
// BranchWritePC: bit 0 is ignored.
JIG_HANDLER void mov_pc(Exec& x) { x.jump(x.r(x.slot->m) & ~1u); }
JIG_HANDLER void add_pc(Exec& x) { x.jump((x.slot->imm + x.r(x.slot->m)) & ~1u); }

template <Mode mode>
JIG_HANDLER bool ldr_to_pc(Exec& x) {
    const std::uint32_t address = effective_address<mode>(x);
    if ((address & 3) != 0) return x.fault(usage_fault, UNALIGNED);
    std::uint32_t target = 0;
    if (!load_from<Load::ldr>(x, address, target)) return false;
    write_back<mode>(x);
    interwork(x, target);
    return true;
}

template <bool before>
JIG_HANDLER bool ldm_to_pc(Exec& x) {
    std::array<std::uint32_t, 16> values;
    if (!load_block<before>(x, values)) return false;
    accept_block<before>(x, values);
    interwork(x, values[15]);
    return true;
}

// imm = the address behind the instruction, the base of the table when n = 15 and of the jump always.
template <typename Entry>
JIG_HANDLER bool table_branch(Exec& x) {
    const Slot& s = *x.slot;
    const std::uint32_t base = s.n == 15 ? s.imm : x.r(s.n);
    std::uint32_t entry = 0;
    if (!x.load<Entry>(base + x.r(s.m) * static_cast<std::uint32_t>(sizeof(Entry)), entry)) return false;
    x.jump(x.slot->imm + 2 * entry);
    return true;
}
JIG_HANDLER bool tbb(Exec& x) { return table_branch<std::uint8_t>(x); }
JIG_HANDLER bool tbh(Exec& x) { return table_branch<std::uint16_t>(x); }

}  // namespace jig::machine
