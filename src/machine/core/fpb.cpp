// SPDX-License-Identifier: Apache-2.0
// FPB registers and matching.
#include "machine/core/fpb.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t CTRL = 0x000;
constexpr std::uint32_t REMAP = 0x004;
constexpr std::uint32_t COMP0 = 0x008;
constexpr std::uint32_t key = 2;
constexpr std::uint32_t remap_mask = 0x1FFFFFE0;
constexpr std::uint32_t comp_writable = 0xDFFFFFFD;  // REPLACE, COMP, ENABLE
constexpr std::uint32_t replace_shift = 30;

}  // namespace

std::uint32_t Fpb::read(std::uint32_t offset) const {
    if (offset == CTRL) return (literal_comparators << 8) | (code_comparators << 4) | (enabled_ ? 1u : 0);
    if (offset == REMAP) return remap_;
    const std::uint32_t index = (offset - COMP0) / 4;
    return index < comparators_.size() ? comparators_[index] : 0;
}

void Fpb::write(std::uint32_t offset, std::uint32_t value) {
    if (offset == CTRL) {
        if ((value & key) != 0) enabled_ = (value & 1) != 0;
        return;
    }
    if (offset == REMAP) {
        remap_ = 0x20000000 | (value & remap_mask);  // the remap area lies in SRAM, C1.11.4
        return;
    }
    const std::uint32_t index = (offset - COMP0) / 4;
    if (index < comparators_.size()) comparators_[index] = value & comp_writable;
}

bool Fpb::breakpoint_at(std::uint32_t address) const {
    if (!enabled_) return false;
    for (unsigned i = 0; i < code_comparators; ++i) {
        if (!matches(i, address)) continue;
        const std::uint32_t replace = comparators_[i] >> replace_shift;
        if (((address & 2) != 0 ? replace & 2 : replace & 1) != 0) return true;
    }
    return false;
}

std::optional<std::uint32_t> Fpb::remapped_code(std::uint32_t address) const {
    if (!enabled_) return std::nullopt;
    for (unsigned i = 0; i < code_comparators; ++i) {
        if (matches(i, address) && comparators_[i] >> replace_shift == 0) return remap_ + i * 4 + (address & 3);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> Fpb::remapped_literal(std::uint32_t address) const {
    if (!enabled_) return std::nullopt;
    for (unsigned i = code_comparators; i < comparators_.size(); ++i) {
        if (matches(i, address)) return remap_ + i * 4 + (address & 3);
    }
    return std::nullopt;
}

bool Fpb::literals_remapped() const {
    return enabled_ && ((comparators_[code_comparators] | comparators_[code_comparators + 1]) & 1) != 0;
}

}  // namespace jig::machine
