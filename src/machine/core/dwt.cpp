// SPDX-License-Identifier: Apache-2.0
// DWT registers and matching.
#include "machine/core/dwt.hpp"

#include <algorithm>

namespace jig::machine {

namespace {

constexpr std::uint32_t kCtrl = 0x00;
constexpr std::uint32_t kCyccnt = 0x04;
constexpr std::uint32_t kPcsr = 0x1C;
constexpr std::uint32_t kComparatorBase = 0x20;
constexpr std::uint32_t kCtrlWritable = 0x007F1FFF;
constexpr std::uint32_t kCyccntEna = 1;
constexpr std::uint32_t kFunctionWritable = 0x000FFFAF;
constexpr std::uint32_t kMatched = 1u << 24;

// FUNCTION values that raise a debug event, DDI 0403 table C1-14, with EMITRANGE and CYCMATCH 0.
constexpr std::uint32_t kPcWatchpoint = 4;
constexpr std::uint32_t kReadWatchpoint = 5;
constexpr std::uint32_t kWriteWatchpoint = 6;
constexpr std::uint32_t kAccessWatchpoint = 7;

}  // namespace

std::uint32_t Dwt::cyccnt(std::uint64_t cycle) const {
    return (ctrl_ & kCyccntEna) != 0 ? static_cast<std::uint32_t>(cycle - base_) : count_;
}

std::uint32_t Dwt::read(std::uint32_t offset, std::uint64_t cycle) {
    if (offset == kCtrl) return (kComparators << 28) | ctrl_;
    if (offset == kCyccnt) return cyccnt(cycle);
    if (offset < kPcsr) return profile_[offset / 4 - 2];
    if (offset == kPcsr) return 0xFFFFFFFF;  // no sample
    const std::uint32_t index = (offset - kComparatorBase) / 16;
    if (index >= kComparators) return 0;
    Comparator& comparator = comparators_[index];
    switch (offset & 0xF) {
        case 0x0: return comparator.comp;
        case 0x4: return comparator.mask;
        case 0x8: {
            const std::uint32_t value = comparator.function | (comparator.matched ? kMatched : 0);
            comparator.matched = false;
            return value;
        }
        default: return 0;
    }
}

void Dwt::write(std::uint32_t offset, std::uint32_t value, std::uint64_t cycle) {
    if (offset == kCtrl) {
        count_ = cyccnt(cycle);
        ctrl_ = value & kCtrlWritable;
        base_ = cycle - count_;
    } else if (offset == kCyccnt) {
        count_ = value;
        base_ = cycle - value;
    } else if (offset < kPcsr) {
        profile_[offset / 4 - 2] = value & 0xFF;
    } else if (offset >= kComparatorBase) {
        const std::uint32_t index = (offset - kComparatorBase) / 16;
        if (index < kComparators) write_comparator(index, offset & 0xF, value);
    }
}

void Dwt::write_comparator(unsigned index, std::uint32_t which, std::uint32_t value) {
    Comparator& comparator = comparators_[index];
    switch (which) {
        case 0x0: comparator.comp = value; break;
        case 0x4: comparator.mask = std::min<std::uint32_t>(value & 0x1F, 15); break;
        case 0x8:
            comparator.function = value & kFunctionWritable;
            comparator.matched = false;
            break;
        default: break;
    }
    watches_pc_ = std::ranges::any_of(comparators_, [](auto& c) { return (c.function & 0xF) == kPcWatchpoint; });
    watches_data_ = std::ranges::any_of(comparators_, [](auto& c) {
        return (c.function & 0xF) >= kReadWatchpoint && (c.function & 0xF) <= kAccessWatchpoint;
    });
}

bool Dwt::pc_matches(std::uint32_t pc) {
    bool hit = false;
    for (Comparator& comparator : comparators_) {
        if ((comparator.function & 0xF) != kPcWatchpoint) continue;
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
        const bool wanted = is_write ? function == kWriteWatchpoint || function == kAccessWatchpoint
                                     : function == kReadWatchpoint || function == kAccessWatchpoint;
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
