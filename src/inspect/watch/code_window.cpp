// SPDX-License-Identifier: Apache-2.0
#include "inspect/watch/code_window.hpp"

#include "inspect/watch/load_form.hpp"

namespace jig::inspect {
namespace {

std::uint32_t sign_extended(std::uint32_t value, unsigned bits) {
    const std::uint32_t sign = 1U << (bits - 1);
    return (value ^ sign) - sign;
}

// B and CBZ, CBNZ; encodings T1, T2 of B, DDI 0403 A7.7.12 and A7.7.21.
std::optional<std::uint32_t> narrow_target(std::uint32_t at, std::uint16_t half) {
    if ((half & 0xF800) == 0xE000) return at + 4 + (sign_extended(half & 0x7FF, 11) << 1);
    if ((half & 0xF000) == 0xD000 && (half & 0x0E00) != 0x0E00) return at + 4 + (sign_extended(half & 0xFF, 8) << 1);
    if ((half & 0xF500) == 0xB100) return at + 4 + ((half >> 3 & 0x1FU) << 1 | (half >> 9 & 1U) << 6);
    return {};
}

// Encodings T3 and T4 of B.
std::optional<std::uint32_t> wide_target(std::uint32_t at, std::uint32_t first, std::uint32_t second) {
    if ((first & 0xF800) != 0xF000 || (second & 0xC000) != 0x8000) return {};
    const std::uint32_t sign = first >> 10 & 1;
    const std::uint32_t j1 = second >> 13 & 1;
    const std::uint32_t j2 = second >> 11 & 1;
    const std::uint32_t low = (second & 0x7FF) << 1;
    if ((second & 0x1000) == 0) {
        if ((first >> 7 & 7) == 7) return {};  // no condition: MSR, hints, barriers
        return at + 4 + sign_extended(sign << 20 | j2 << 19 | j1 << 18 | (first & 0x3F) << 12 | low, 21);
    }
    const std::uint32_t i1 = (j1 ^ sign) ^ 1;
    const std::uint32_t i2 = (j2 ^ sign) ^ 1;
    return at + 4 + sign_extended(sign << 24 | i1 << 23 | i2 << 22 | (first & 0x3FF) << 12 | low, 25);
}

std::optional<std::uint32_t> branch_target(const CodeWindow& code, std::uint32_t at) {
    const auto first = code.half(at);
    if (!first) return {};
    if (!is_wide(*first)) return narrow_target(at, *first);
    const auto second = code.half(at + 2);
    return second ? wide_target(at, *first, *second) : std::nullopt;
}

// DDI 0403 A7.3: conditions in pairs, the odd one the opposite.
bool holds(unsigned condition, std::uint32_t xpsr) {
    const bool n = (xpsr >> 31 & 1) != 0;
    const bool z = (xpsr >> 30 & 1) != 0;
    const bool c = (xpsr >> 29 & 1) != 0;
    const bool v = (xpsr >> 28 & 1) != 0;
    const bool even[] = {z, c, n, v, c && !z, n == v, n == v && !z, true};
    const bool result = even[condition >> 1 & 7];
    return (condition & 1) != 0 && condition != 15 ? !result : result;
}

// How many instructions lie between an IT at `it` and `address`; nothing when it does not reach that far.
std::optional<unsigned> place_in_block(const CodeWindow& code, std::uint32_t it, std::uint32_t address) {
    std::uint32_t at = it + 2;
    for (unsigned place = 0; place < 4; ++place) {
        if (at == address) return place;
        const auto half = code.half(at);
        if (!half) return {};
        at += is_wide(*half) ? 4 : 2;
    }
    return {};
}

// The longest block: IT and three wide instructions before the last.
constexpr std::uint32_t farthest_it = 2 + 3 * 4;

}  // namespace

std::optional<std::uint16_t> CodeWindow::half(std::uint32_t address) const {
    const ByteView code = from(address);
    if (code.size() < 2) return {};
    return load_le16(code);
}

ByteView CodeWindow::from(std::uint32_t address) const {
    if (address < base || address - base >= bytes.size()) return {};
    return ByteView(bytes).subspan(address - base);
}

std::vector<std::uint32_t> predecessors(const CodeWindow& code, std::uint32_t address) {
    std::vector<std::uint32_t> found;
    const auto narrow = code.half(address - 2);
    if (narrow && !is_wide(*narrow)) found.push_back(address - 2);
    const auto wide = code.half(address - 4);
    if (wide && is_wide(*wide)) found.push_back(address - 4);
    const auto end = code.base + static_cast<std::uint32_t>(code.bytes.size());
    for (std::uint32_t at = code.base; at + 2 <= end; at += 2) {
        if (branch_target(code, at) == address) found.push_back(at);
    }
    return found;
}

bool may_have_run(const CodeWindow& code, std::uint32_t address, std::uint32_t xpsr) {
    for (std::uint32_t back = 2; back <= farthest_it; back += 2) {
        const auto half = code.half(address - back);
        if (!half || (*half & 0xFF00) != 0xBF00 || (*half & 0xF) == 0) continue;
        const auto place = place_in_block(code, address - back, address);
        if (!place) continue;
        // The mask's bits say, one an instruction, whether the condition's last bit is 1; the last 1 ends the block.
        const unsigned mask = *half & 0xF;
        if (*place > 0 && (mask << *place & 0xF) == 0) continue;
        const unsigned condition = *half >> 4 & 0xF;
        const unsigned last_bit = *place == 0 ? condition & 1 : mask >> (4 - *place) & 1;
        return holds((condition & 0xE) | last_bit, xpsr);
    }
    return true;
}

}  // namespace jig::inspect
