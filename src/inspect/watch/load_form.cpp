// SPDX-License-Identifier: Apache-2.0
#include "inspect/watch/load_form.hpp"

#include <algorithm>

namespace jig::inspect {
namespace {

constexpr unsigned sp = 13;
constexpr unsigned pc = 15;

constexpr unsigned field(std::uint32_t half, unsigned low, unsigned bits) { return half >> low & ((1U << bits) - 1); }
constexpr std::int32_t signed_offset(bool add, unsigned value) {
    return add ? static_cast<std::int32_t>(value) : -static_cast<std::int32_t>(value);
}

std::vector<unsigned> listed(unsigned list) {
    std::vector<unsigned> registers;
    for (unsigned reg = 0; reg < 16; ++reg) {
        if ((list >> reg & 1) != 0) registers.push_back(reg);
    }
    return registers;
}

// A5.2.4, register offset: opB is bits 11:9.
std::optional<LoadForm> narrow_register_offset(std::uint16_t half) {
    struct Row {
        unsigned width;
        bool is_signed;
    };
    constexpr Row rows[] = {{}, {}, {}, {1, true}, {4, false}, {2, false}, {1, false}, {2, true}};
    const Row row = rows[field(half, 9, 3)];
    if (row.width == 0) return {};
    return LoadForm{.width = row.width,
                    .is_signed = row.is_signed,
                    .base = field(half, 3, 3),
                    .index = field(half, 6, 3),
                    .targets = {field(half, 0, 3)}};
}

LoadForm narrow_immediate(std::uint16_t half, unsigned width) {
    return {.width = width,
            .base = field(half, 3, 3),
            .offset = static_cast<std::int32_t>(field(half, 6, 5) * width),
            .targets = {field(half, 0, 3)}};
}

// From PC or SP: 8 bits of words.
LoadForm narrow_far(std::uint16_t half, unsigned base) {
    return {.base = base, .offset = static_cast<std::int32_t>(field(half, 0, 8) * 4), .targets = {field(half, 8, 3)}};
}

LoadForm multiple(unsigned base, unsigned list, bool writes_back, bool descends) {
    LoadForm form{.base = base, .targets = listed(list)};
    const auto bytes = static_cast<std::int32_t>(4 * form.targets.size());
    if (descends) form.offset = -bytes;
    if (writes_back) form.writeback = descends ? -bytes : bytes;
    return form;
}

std::optional<LoadForm> narrow(std::uint16_t half) {
    switch (half >> 11) {
        case 0b01001: return narrow_far(half, pc);
        case 0b01010:
        case 0b01011: return narrow_register_offset(half);
        case 0b01101: return narrow_immediate(half, 4);
        case 0b01111: return narrow_immediate(half, 1);
        case 0b10001: return narrow_immediate(half, 2);
        case 0b10011: return narrow_far(half, sp);
        case 0b11001: {
            const unsigned base = field(half, 8, 3);
            const unsigned list = field(half, 0, 8);
            return multiple(base, list, (list >> base & 1) == 0, false);
        }
        case 0b10111:
            if ((half & 0xFE00) != 0xBC00) return {};
            return multiple(sp, field(half, 0, 8) | field(half, 8, 1) << pc, true, false);
        default: return {};
    }
}

// A5.3.7 to A5.3.9: LDR, LDRH, LDRB and their signed forms.
std::optional<LoadForm> wide_single(std::uint16_t first, std::uint16_t second) {
    const unsigned size = field(first, 5, 2);
    const unsigned target = field(second, 12, 4);
    if (size == 3 || (size != 2 && target == pc)) return {};  // undefined, or a preload hint
    const bool up = field(first, 7, 1) != 0;
    LoadForm form{
        .width = 1U << size, .is_signed = field(first, 8, 1) != 0, .base = field(first, 0, 4), .targets = {target}};
    if (up || form.base == pc) {
        form.offset = signed_offset(up, field(second, 0, 12));
    } else if (field(second, 11, 1) != 0) {
        const std::int32_t offset = signed_offset(field(second, 9, 1) != 0, field(second, 0, 8));
        form.offset = field(second, 10, 1) != 0 ? offset : 0;
        form.writeback = field(second, 8, 1) != 0 ? offset : 0;
    } else if (field(second, 6, 6) == 0) {
        form.index = field(second, 0, 4);
        form.shift = field(second, 4, 2);
    } else {
        return {};
    }
    return form;
}

// A5.3.6 where neither P nor W is set: LDREX, LDREXB, LDREXH, TBB, TBH.
std::optional<LoadForm> exclusive_or_table(std::uint16_t first, std::uint16_t second) {
    LoadForm form{.base = field(first, 0, 4)};
    if (field(first, 7, 1) == 0) {
        form.offset = static_cast<std::int32_t>(field(second, 0, 8) * 4);
        form.targets = {field(second, 12, 4)};
        return form;
    }
    const unsigned kind = field(second, 4, 4);
    if ((kind & ~5U) != 0) return {};
    form.width = (kind & 1) + 1;
    if ((kind & 4) != 0) {
        form.targets = {field(second, 12, 4)};
    } else {
        form.index = field(second, 0, 4);
        form.shift = kind & 1;
    }
    return form;
}

std::optional<LoadForm> wide_pair(std::uint16_t first, std::uint16_t second) {
    const bool pre = field(first, 8, 1) != 0;
    const bool back = field(first, 5, 1) != 0;
    if (!pre && !back) return exclusive_or_table(first, second);
    const std::int32_t offset = signed_offset(field(first, 7, 1) != 0, field(second, 0, 8) * 4);
    return LoadForm{.base = field(first, 0, 4),
                    .offset = pre ? offset : 0,
                    .writeback = back ? offset : 0,
                    .targets = {field(second, 12, 4), field(second, 8, 4)}};
}

std::optional<LoadForm> wide(std::uint16_t first, std::uint16_t second) {
    if ((first & 0xFE10) == 0xF810) return wide_single(first, second);
    if ((first & 0xFE50) == 0xE850) return wide_pair(first, second);
    const bool ascends = (first & 0xFFD0) == 0xE890;
    const bool descends = (first & 0xFFD0) == 0xE910;
    if (!ascends && !descends) return {};
    return multiple(field(first, 0, 4), second, field(first, 5, 1) != 0, descends);
}

}  // namespace

bool LoadForm::loads(unsigned reg) const { return std::ranges::find(targets, reg) != targets.end(); }

std::optional<LoadForm> load_form(std::uint16_t first, std::uint16_t second) {
    if (!is_wide(first)) return narrow(first);
    std::optional<LoadForm> form = wide(first, second);
    if (form) form->size_bytes = 4;
    return form;
}

}  // namespace jig::inspect
