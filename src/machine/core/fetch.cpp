// SPDX-License-Identifier: Apache-2.0
// Where instructions come from: windows, or half-words over the bus one instruction at a time.
#include <algorithm>
#include <cstring>

#include "machine/core/state.hpp"
#include "machine/core/timing.hpp"

namespace jig::machine {

namespace {

// The default memory map's execute-never regions, DDI 0403 B3.1: peripherals, external devices, system.
bool execute_never(std::uint32_t address) {
    return (address >= 0x40000000 && address < 0x60000000) || address >= 0xA0000000;
}

std::uint16_t half_word_at(const CodeTable& table, std::uint32_t address) {
    std::uint16_t half = 0;
    std::memcpy(&half, table.window.data + (address - table.window.base), sizeof half);
    return half;
}

Slot pseudo_slot(Op op, std::uint8_t cost) {
    Slot slot;
    slot.op = slot.it_op = op;
    slot.cost = cost;
    return slot;
}

}  // namespace

void CoreState::map(std::span<const MemoryWindow> windows) {
    code.map(windows);
    choose_data_windows();
    attend();
}

void CoreState::choose_data_windows() {
    ram = {};
    rom = {};
    const bool data_watched = debug.trace_enabled() && dwt.watches_data();
    if (data_watched) return;  // every access takes the slow path, which looks at the comparators
    for (const auto& table : code.tables()) {
        if (!table->mapped || table->window.fetch_only) continue;
        const MemoryWindow& w = table->window;
        DataWindow& chosen = w.writable ? ram : rom;
        if (!w.writable && (fpb.literals_remapped() || loads != nullptr)) continue;
        if (w.size > chosen.size) chosen = {w.base, w.size, w.data, table.get()};
    }
}

CoreState::Place CoreState::enter(std::uint32_t address) {
    if (reg.thumb) {
        if (CodeTable* table = code.find(address)) return {table->slot_at(address), table};
    }
    scratch[0] = pseudo_slot(Op::leave_window, 0);
    return {&scratch[0], nullptr};
}

CoreState::Place CoreState::fetch_place(std::uint32_t address) {
    if (reg.thumb && !fpb.remapped_code(address)) {
        CodeTable* table = code.find(address);
        if (table != nullptr && table->slot_at(address)->op != Op::leave_window) {
            return {table->slot_at(address), table};
        }
    }
    scratch.fill(pseudo_slot(Op::leave_window, 0));
    scratch[0] = fetch_outside(address);
    return {&scratch[0], nullptr};
}

Slot CoreState::fetch_outside(std::uint32_t address) {
    if (!reg.thumb) return pseudo_slot(Op::invalid_state, 1);
    if (execute_never(address)) return pseudo_slot(Op::fetch_not_executable, 1);
    std::uint16_t first = 0;
    std::uint16_t second = 0;
    if (!fetch_half_word(address, first)) return pseudo_slot(Op::fetch_bus_fault, 1);
    if (is_wide(first) && !fetch_half_word(address + 2, second)) return pseudo_slot(Op::fetch_bus_fault, 1);
    return with_breakpoint(decode(address, first, second), address);
}

Slot CoreState::with_breakpoint(Slot slot, std::uint32_t address) const {
    if (!fpb.breakpoint_at(address)) return slot;
    slot.op = slot.it_op = Op::bkpt;
    slot.it_rules = ignores_it_block;
    return slot;
}

bool CoreState::fetch_half_word(std::uint32_t address, std::uint16_t& half) {
    const std::uint32_t from = fpb.remapped_code(address).value_or(address);
    if (CodeTable* table = code.find(from)) {
        half = half_word_at(*table, from);
        return true;
    }
    polling.disturb();  // its stalls need not repeat
    const BusReply reply = bus->read(from, Width::half, Master::core_fetch);
    cycle += reply.stall_cycles;
    half = static_cast<std::uint16_t>(reply.value);
    return !reply.fault;
}

Slot CoreState::decode_at(CodeTable& table, std::uint32_t address) {
    const std::uint32_t offset = address - table.window.base;
    const std::uint16_t first = half_word_at(table, address);
    const bool whole = !is_wide(first) || offset + 4 <= table.window.size;
    if (!whole || fpb.remapped_code(address)) return pseudo_slot(Op::leave_window, 0);
    Slot slot = decode(address, first, is_wide(first) ? half_word_at(table, address + 2) : std::uint16_t{0});
    const std::uint32_t next = address + 2u * slot.length;
    if (may_pipeline(slot) && table.contains(next + 2)) {
        slot.cost = static_cast<std::uint8_t>(
            slot.cost - pipelined_saving(slot, decode(next, half_word_at(table, next), half_word_at(table, next + 2))));
    }
    if (table.window.base >= system_bus_base && slot.length == 2) slot.cost += system_bus_wide_cycles;
    slot = with_breakpoint(slot, address);
    link_branch(slot, table, address);
    code.note_decoded(table, offset, std::min(offset + 2u * slot.length + 4, table.window.size) - 1);
    return slot;
}

void CoreState::forget_breakpoints() {
    fpb.for_each_code_word([&](std::uint32_t address) { code.changed(address, 4); });
    attend();
}

}  // namespace jig::machine
