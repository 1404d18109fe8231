// SPDX-License-Identifier: Apache-2.0
// The interpreter's loop: one computed jump per instruction through a table of handlers. Which table is in use says
// whether an IT block is under way or somebody watches every instruction, so that the common case asks neither.
// g++ would fold all jumps into one and keep two counters in a vector register.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-gcse,no-crossjumping,no-tree-slp-vectorize")
#endif

#include "machine/core/arithmetic_handlers.hpp"
#include "machine/core/flow_handlers.hpp"
#include "machine/core/system_handlers.hpp"

// Labels as values are an extension that g++ and clang share; nothing portable dispatches as fast.
#pragma GCC diagnostic ignored "-Wpedantic"

#define JIG_DISPATCH         \
    x.cycle += x.slot->cost; \
    ++x.count;               \
    goto* labels[static_cast<unsigned>(x.slot->op)]
#define JIG_NEXT                       \
    if (x.cycle >= deadline) goto out; \
    JIG_DISPATCH

namespace jig::machine {

namespace {

JIG_HANDLER std::uint32_t advanced(std::uint32_t itstate) {
    return (itstate & 7) == 0 ? 0 : (itstate & 0xE0) | ((itstate << 1) & 0x1F);
}

}  // namespace

void CoreState::execute() {
#define JIG_ROW(name, handler) &&op_##name,
    static const void* const direct[] = {&&op_undecoded,
                                         &&op_leave_window,
                                         &&op_fetch_bus_fault,
                                         &&op_fetch_not_executable,
                                         &&op_invalid_state,
                                         &&op_it,
                                         JIG_ALU_OPERATIONS(JIG_ROW) JIG_GUARDED_OPERATIONS(JIG_ROW)
                                             JIG_FLOW_OPERATIONS(JIG_ROW) JIG_LOADING_FLOW_OPERATIONS(JIG_ROW)};
#undef JIG_ROW
#define JIG_ROW(name, handler) &&in_it_block,
    static const void* const in_it_block_op[] = {&&op_undecoded,
                                                 &&op_leave_window,
                                                 &&op_fetch_bus_fault,
                                                 &&op_fetch_not_executable,
                                                 &&op_invalid_state,
                                                 &&in_it_block,
                                                 JIG_ALU_OPERATIONS(JIG_ROW) JIG_GUARDED_OPERATIONS(JIG_ROW)
                                                     JIG_FLOW_OPERATIONS(JIG_ROW) JIG_LOADING_FLOW_OPERATIONS(JIG_ROW)};
#undef JIG_ROW
#define JIG_ROW(name, handler) &&watched,
    static const void* const watched_op[] = {&&op_undecoded,
                                             &&op_leave_window,
                                             &&op_fetch_bus_fault,
                                             &&op_fetch_not_executable,
                                             &&op_invalid_state,
                                             &&watched,
                                             JIG_ALU_OPERATIONS(JIG_ROW) JIG_GUARDED_OPERATIONS(JIG_ROW)
                                                 JIG_FLOW_OPERATIONS(JIG_ROW) JIG_LOADING_FLOW_OPERATIONS(JIG_ROW)};
#undef JIG_ROW

    Exec x{.cpu = *this,
           .slot = nullptr,
           .table = nullptr,
           .cycle = cycle,
           .count = instructions,
           .bias = 0,
           .refill = refill_cycles};
    const void* const* const usual = execution_watched ? watched_op : direct;
    const void* const* labels = execution_watched || reg.itstate == 0 ? usual : in_it_block_op;
    it_before = 0;
    x.go(enter(reg.pc), reg.pc);
    JIG_DISPATCH;

op_undecoded:
    *x.slot = decode_at(*x.table, x.address());
    --x.count;
    JIG_DISPATCH;

op_leave_window: {
    --x.count;
    const std::uint32_t pc = x.address();
    x.sync();
    const Place place = fetch_place(pc);
    x.resume();
    x.go(place, pc);
    JIG_DISPATCH;
}

    // No instruction was begun: ITSTATE is already that of the one which did not come.
op_fetch_bus_fault:
    it_before = 0;
    x.fault(bus_fault, IBUSERR);
    goto out;
op_fetch_not_executable:
    it_before = 0;
    x.fault(mem_manage, IACCVIOL);
    goto out;
op_invalid_state:
    it_before = 0;
    x.fault(usage_fault, INVSTATE);
    goto out;

op_it:
    reg.itstate = x.slot->imm;
    if (!execution_watched) labels = in_it_block_op;
    fall_through(x);
    JIG_NEXT;

in_it_block: {
    const std::uint32_t state = reg.itstate;
    it_before = state;
    if (state == 0) {
        labels = usual;
        goto* direct[static_cast<unsigned>(x.slot->op)];
    }
    reg.itstate = advanced(state);
    if ((x.slot->it_rules & ignores_it_block) == 0 && !condition_holds(state >> 4, reg)) {
        x.cycle = x.cycle + 1 - x.slot->cost;
        fall_through(x);
        JIG_NEXT;
    }
    if ((x.slot->it_rules & last_in_it_block) != 0 && reg.itstate != 0) {
        x.fault(usage_fault, UNDEFINSTR);
        goto out;
    }
    goto* direct[static_cast<unsigned>(x.slot->it_op)];
}

watched:
    if (watcher != nullptr) x.tell(*watcher);
    if (path != nullptr) path->step(x.address(), x.next_address(), reg.handler_mode());
    if (pc_watched && dwt.pc_matches(x.address())) watch_hit();
    if ((reg.itstate | it_before) != 0) goto in_it_block;
    goto* direct[static_cast<unsigned>(x.slot->op)];

#define JIG_ROW(name, handler) \
    op_##name : handler;       \
    fall_through(x);           \
    JIG_NEXT;
    JIG_ALU_OPERATIONS(JIG_ROW)
#undef JIG_ROW
#define JIG_ROW(name, handler)                         \
    op_##name : if (!(handler)) [[unlikely]] goto out; \
    fall_through(x);                                   \
    JIG_NEXT;
    JIG_GUARDED_OPERATIONS(JIG_ROW)
#undef JIG_ROW
#define JIG_ROW(name, handler) \
    op_##name : handler;       \
    JIG_NEXT;
    JIG_FLOW_OPERATIONS(JIG_ROW)
#undef JIG_ROW
#define JIG_ROW(name, handler)                         \
    op_##name : if (!(handler)) [[unlikely]] goto out; \
    JIG_NEXT;
    JIG_LOADING_FLOW_OPERATIONS(JIG_ROW)
#undef JIG_ROW

out:
    x.sync();
    if (watcher != nullptr) watcher->ended();
}

}  // namespace jig::machine
