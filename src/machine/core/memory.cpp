// SPDX-License-Identifier: Apache-2.0
// Data accesses that the executor's fast path does not settle: unaligned, bit-band, the private peripheral bus, the
// chip's bus, watchpoints and faults.
#include <cstring>

#include "machine/bit_band.hpp"
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t ppb_base = 0xE0000000;
constexpr std::uint32_t ppb_end = 0xE0100000;
constexpr std::uint32_t STIR = 0xE000EF00;

bool on_ppb(std::uint32_t address) { return address >= ppb_base && address < ppb_end; }

std::uint32_t bytes_of(Width width) { return static_cast<std::uint32_t>(width); }

std::uint32_t narrowed(std::uint32_t value, Width width) {
    return width == Width::word ? value : value & ((1u << (8 * bytes_of(width))) - 1);
}

std::uint32_t read_window(const CodeTable& table, std::uint32_t address, Width width) {
    std::uint32_t value = 0;
    std::memcpy(&value, table.window.data + (address - table.window.base), bytes_of(width));
    return value;
}

}  // namespace

BusReply CoreState::read_memory(std::uint32_t address, Width width) {
    if (const auto literal = fpb.remapped_literal(address)) address = *literal;
    if (const CodeTable* table = code.find(address); table != nullptr && !table->window.fetch_only) {
        if (loads != nullptr && !table->window.writable)
            loads->note({.pc = reg.pc, .address = address, .bytes = static_cast<std::uint8_t>(width)});
        return {.value = read_window(*table, address, width)};
    }
    // While flash is busy, and for a while after it, and under read protection, it is read over the bus.
    if (loads != nullptr && LoadLog::is_main_flash(address))
        loads->note({.pc = reg.pc, .address = address, .bytes = static_cast<std::uint8_t>(width)});
    polling.before_bus_access();
    BusReply reply = bus->read(address, width, Master::core_data);
    cycle += reply.stall_cycles;
    if (reply.fault) return reply;
    if (stored) polling.disturb();
    stored = false;
    const Polling::Skip skip = polling.after_read(
        {.pc = reg.pc, .address = address, .value = reply.value, .cycle = cycle, .instructions = instructions}, reg,
        deadline);
    cycle += skip.cycles;
    instructions += skip.instructions;
    return reply;
}

BusReply CoreState::write_memory(std::uint32_t address, Width width, std::uint32_t value) {
    stored = true;
    CodeTable* table = code.find(address);
    if (table != nullptr && table->window.writable) {
        std::memcpy(table->window.data + (address - table->window.base), &value, bytes_of(width));
        code.changed(address, bytes_of(width));
        return {};
    }
    const BusReply reply = bus->write(address, width, narrowed(value, width), Master::core_data);
    cycle += reply.stall_cycles;
    return reply;
}

bool CoreState::load_aligned(std::uint32_t address, Width width, std::uint32_t& value, AccessKind kind) {
    BusReply reply;
    if (on_ppb(address)) {
        polling.disturb();
        reply.fault = !kind.privileged || !reg.privileged();
        if (!reply.fault) reply = read_system(address, width, false);
    } else if (in_bit_band_alias(address)) {
        const BitBandTarget target = bit_band_target(address, width);
        reply = read_memory(target.address, width);
        reply.value = (reply.value >> target.bit) & 1;
    } else {
        reply = read_memory(address, width);
    }
    value = reply.value;
    if (!reply.fault) return true;
    return !kind.stacking && forgiven_data_fault(address);
}

// CCR.BFHFNMIGN: handlers of priority -1 and -2 find a precise fault in BFSR and go on. B3.2.8.
bool CoreState::forgiven_data_fault(std::uint32_t address) {
    scb.bfar = address;
    if ((scb.ccr & BFHFNMIGN) != 0 && nvic.execution_priority(reg) < 0) {
        scb.cfsr |= PRECISERR | BFARVALID;
        return true;
    }
    raise(bus_fault, PRECISERR | BFARVALID);
    return false;
}

bool CoreState::store_aligned(std::uint32_t address, Width width, std::uint32_t value, AccessKind kind) {
    BusReply reply;
    const bool ppb = on_ppb(address);
    if (ppb) {
        stored = true;
        const bool stir_for_users = address == STIR && (scb.ccr & USERSETMPEND) != 0;
        reply.fault = (!kind.privileged || !reg.privileged()) && !stir_for_users;
        if (!reply.fault) reply = write_system(address, width, narrowed(value, width), false);
    } else if (in_bit_band_alias(address)) {
        const BitBandTarget target = bit_band_target(address, width);
        reply = read_memory(target.address, width);
        const std::uint32_t cleared = reply.value & ~(1u << target.bit);
        if (!reply.fault) reply = write_memory(target.address, width, cleared | ((value & 1) << target.bit));
    } else {
        reply = write_memory(address, width, value);
    }
    if (!reply.fault) return true;
    if (kind.stacking) return false;
    if (!ppb && (scb.actlr & DISDEFWBUF) == 0) {
        // The write buffer lets the instruction finish, DDI 0337, "Write buffer": the fault comes without an address.
        pend_asynchronous_bus_fault(IMPRECISERR);
        return true;
    }
    return forgiven_data_fault(address);
}

// How an access that is not aligned is made: the M3 splits it at its alignment, one further cycle per part.
bool CoreState::load_data(std::uint32_t address, Width width, std::uint32_t& value, AccessKind kind) {
    watch_access(address, width, false);
    const std::uint32_t size = bytes_of(width);
    if ((address & (size - 1)) == 0) return load_aligned(address, width, value, kind);
    if (kind.must_align || (scb.ccr & UNALIGN_TRP) != 0) {
        raise(usage_fault, UNALIGNED);
        return false;
    }
    value = 0;
    for (std::uint32_t done = 0; done < size;) {
        const bool halves = ((address + done) & 1) == 0 && size - done >= 2;
        std::uint32_t part = 0;
        if (!load_aligned(address + done, halves ? Width::half : Width::byte, part, kind)) return false;
        value |= part << (8 * done);
        if (done != 0) ++cycle;
        done += halves ? 2 : 1;
    }
    return true;
}

bool CoreState::store_data(std::uint32_t address, Width width, std::uint32_t value, AccessKind kind) {
    watch_access(address, width, true);
    const std::uint32_t size = bytes_of(width);
    if ((address & (size - 1)) == 0) return store_aligned(address, width, value, kind);
    if (kind.must_align || (scb.ccr & UNALIGN_TRP) != 0) {
        raise(usage_fault, UNALIGNED);
        return false;
    }
    for (std::uint32_t done = 0; done < size;) {
        const bool halves = ((address + done) & 1) == 0 && size - done >= 2;
        if (!store_aligned(address + done, halves ? Width::half : Width::byte, value >> (8 * done), kind)) return false;
        if (done != 0) ++cycle;
        done += halves ? 2 : 1;
    }
    return true;
}

void CoreState::watch_access(std::uint32_t address, Width width, bool is_write) {
    if (!dwt.watches_data() || !debug.trace_enabled()) return;
    if (dwt.access_matches(address, bytes_of(width), is_write)) watch_hit();
}

BusReply CoreState::read_vector(std::uint32_t address) {
    if (const CodeTable* table = code.find(address)) return {.value = read_window(*table, address, Width::word)};
    const BusReply reply = bus->read(address, Width::word, Master::core_fetch);
    cycle += reply.stall_cycles;
    return reply;
}

}  // namespace jig::machine
