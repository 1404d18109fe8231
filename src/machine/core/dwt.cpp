// SPDX-License-Identifier: Apache-2.0
// DWT registers and matching.
#include "machine/core/dwt.hpp"

#include <algorithm>

namespace jig::machine {

namespace {

constexpr std::uint32_t CTRL = 0x00;
constexpr std::uint32_t CYCCNT = 0x04;
constexpr std::uint32_t PCSR = 0x1C;
constexpr std::uint32_t comparator_base = 0x20;
constexpr std::uint32_t ctrl_writable = 0x007F1FFF;
constexpr std::uint32_t CYCCNTENA = 1;
constexpr std::uint32_t function_writable = 0x000FFFAF;
constexpr std::uint32_t matched = 1u << 24;

// FUNCTION values that raise a debug event, DDI 0403, DWT_FUNCTIONn, with EMITRANGE and CYCMATCH 0.
constexpr std::uint32_t pc_watchpoint = 4;
constexpr std::uint32_t read_watchpoint = 5;
constexpr std::uint32_t write_watchpoint = 6;
constexpr std::uint32_t access_watchpoint = 7;

}  // namespace

bool Dwt::counts() const { return enabled_ && (ctrl_ & CYCCNTENA) != 0; }

void Dwt::enable(bool on, std::uint64_t cycle) {
    count_ = cyccnt(cycle);
    enabled_ = on;
    base_ = cycle - count_;
}

std::uint32_t Dwt::cyccnt(std::uint64_t cycle) const {
    return counts() ? static_cast<std::uint32_t>(cycle - base_) : count_;
}

std::uint32_t Dwt::read(std::uint32_t offset, std::uint64_t cycle) {
    if (offset == CTRL) return (comparators << 28) | ctrl_;
    if (offset == CYCCNT) return cyccnt(cycle);
    if (offset < PCSR) return profile_[offset / 4 - 2];
    if (offset == PCSR) return 0xFFFFFFFF;  // no sample
    const std::uint32_t index = (offset - comparator_base) / 16;
    if (index >= comparators) return 0;
    Comparator& comparator = comparators_[index];
    switch (offset & 0xF) {
        case 0x0: return comparator.comp;
        case 0x4: return comparator.mask;
        case 0x8: {
            const std::uint32_t value = comparator.function | (comparator.matched ? matched : 0);
            comparator.matched = false;
            return value;
        }
        default: return 0;
    }
}

void Dwt::write(std::uint32_t offset, std::uint32_t value, std::uint64_t cycle) {
    if (offset == CTRL) {
        count_ = cyccnt(cycle);
        ctrl_ = value & ctrl_writable;
        base_ = cycle - count_;
    } else if (offset == CYCCNT) {
        count_ = value;
        base_ = cycle - value;
    } else if (offset < PCSR) {
        profile_[offset / 4 - 2] = value & 0xFF;
    } else if (offset >= comparator_base) {
        const std::uint32_t index = (offset - comparator_base) / 16;
        if (index < comparators) write_comparator(index, offset & 0xF, value);
    }
}

void Dwt::write_comparator(unsigned index, std::uint32_t which, std::uint32_t value) {
    Comparator& comparator = comparators_[index];
    switch (which) {
        case 0x0: comparator.comp = value; break;
        case 0x4: comparator.mask = std::min<std::uint32_t>(value & 0x1F, 15); break;
        case 0x8:
            comparator.function = value & function_writable;
            comparator.matched = false;
            break;
        default: break;
    }
    watches_pc_ = std::ranges::any_of(comparators_, [](auto& c) { return (c.function & 0xF) == pc_watchpoint; });
    watches_data_ = std::ranges::any_of(comparators_, [](auto& c) {
        return (c.function & 0xF) >= read_watchpoint && (c.function & 0xF) <= access_watchpoint;
    });
}

bool Dwt::pc_matches(std::uint32_t pc) {
    bool hit = false;
    for (Comparator& comparator : comparators_) {
        if ((comparator.function & 0xF) != pc_watchpoint) continue;
        if (((pc ^ comparator.comp) >> comparator.mask) != 0) continue;
        comparator.matched = true;
        hit = true;
    }
    return hit;
}

bool Dwt::access_matches(std::uint32_t address, std::uint32_t size, bool is_write) {
    bool hit = false;
    for (Comparator& comparator : comparators_) {
        const std::uint32_t function = comparator.function & 0xF;
        const bool wanted = is_write ? function == write_watchpoint || function == access_watchpoint
                                     : function == read_watchpoint || function == access_watchpoint;
        if (!wanted) continue;
        const std::uint32_t span = 1u << comparator.mask;
        const std::uint32_t first = comparator.comp & ~(span - 1);
        if (address - first >= span && first - address >= size) continue;
        comparator.matched = true;
        hit = true;
    }
    return hit;
}

}  // namespace jig::machine
