// SPDX-License-Identifier: Apache-2.0
// Handlers of loads and stores of several registers: LDM, STM (PUSH, POP), LDRD, STRD, DDI 0403 A4.7. They are not
// interruptible half-way: an interrupt waits for the last register, as the architecture allows (B1.5.10).
#pragma once

#include "machine/core/memory_handlers.hpp"

namespace jig::machine {

// Slot: imm = register list, n = base, a = 1: write back, d = the number of registers.
template <bool before>
JIG_HANDLER std::uint32_t block_start(Exec& x) {
    const std::uint32_t base = x.r(x.slot->n);
    return before ? base - 4u * x.slot->d : base;
}

template <bool before>
JIG_HANDLER void block_write_back(Exec& x, std::uint32_t base) {
    if (x.slot->a == 0) return;
    x.r(x.slot->n) = before ? base - 4u * x.slot->d : base + 4u * x.slot->d;
}

// A word of a block: aligned, or a fault whatever UNALIGN_TRP says.
JIG_HANDLER bool load_word(Exec& x, std::uint32_t address, std::uint32_t& value) {
    const DataWindow& ram = x.cpu.ram;
    if ((address & 3) == 0 && address - ram.base < ram.size) {
        std::memcpy(&value, ram.data + (address - ram.base), 4);
        return true;
    }
    return x.slow_load(address, Width::word, value, aligned);
}
JIG_HANDLER bool store_word(Exec& x, std::uint32_t address, std::uint32_t value) {
    if ((address & 3) != 0) return x.slow_store(address, Width::word, value, aligned);
    return x.store<std::uint32_t>(address, value);
}

// Loads the list into `values`; nothing changes when a word faults.
template <bool before>
JIG_HANDLER bool load_block(Exec& x, std::array<std::uint32_t, 16>& values) {
    std::uint32_t address = block_start<before>(x);
    for (std::uint32_t list = x.slot->imm; list != 0; list &= list - 1) {
        if (!load_word(x, address, values[static_cast<unsigned>(std::countr_zero(list))])) return false;
        address += 4;
    }
    return true;
}

template <bool before>
JIG_HANDLER void accept_block(Exec& x, const std::array<std::uint32_t, 16>& values) {
    const std::uint32_t base = x.r(x.slot->n);
    block_write_back<before>(x, base);
    for (std::uint32_t list = x.slot->imm & 0x7FFF; list != 0; list &= list - 1) {
        const auto index = static_cast<unsigned>(std::countr_zero(list));
        x.r(index) = values[index];
    }
}

template <bool before>
JIG_HANDLER bool ldm(Exec& x) {
    std::array<std::uint32_t, 16> values;
    if (!load_block<before>(x, values)) return false;
    accept_block<before>(x, values);
    return true;
}

template <bool before>
JIG_HANDLER bool stm(Exec& x) {
    std::uint32_t address = block_start<before>(x);
    for (std::uint32_t list = x.slot->imm; list != 0; list &= list - 1) {
        if (!store_word(x, address, x.r(static_cast<unsigned>(std::countr_zero(list))))) return false;
        address += 4;
    }
    block_write_back<before>(x, x.r(x.slot->n));
    return true;
}

// Slot: d, a = the registers, imm = offset, s bit 0: index, bit 1: write back.
JIG_HANDLER std::uint32_t dual_address(Exec& x) { return x.r(x.slot->n) + ((x.slot->s & 1) != 0 ? x.slot->imm : 0); }
JIG_HANDLER void dual_write_back(Exec& x) {
    if ((x.slot->s & 2) == 0) return;
    x.r(x.slot->n) += x.slot->imm;
}
JIG_HANDLER bool load_pair(Exec& x, std::uint32_t address, bool writes_back) {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    if (!load_word(x, address, first) || !load_word(x, address + 4, second)) return false;
    if (writes_back) dual_write_back(x);
    x.r(x.slot->d) = first;
    x.r(x.slot->a) = second;
    return true;
}
JIG_HANDLER bool ldrd(Exec& x) { return load_pair(x, dual_address(x), true); }
JIG_HANDLER bool ldrd_literal(Exec& x) { return load_pair(x, x.slot->imm, false); }
JIG_HANDLER bool strd(Exec& x) {
    const std::uint32_t address = dual_address(x);
    if (!store_word(x, address, x.r(x.slot->d)) || !store_word(x, address + 4, x.r(x.slot->a))) return false;
    dual_write_back(x);
    return true;
}

}  // namespace jig::machine
