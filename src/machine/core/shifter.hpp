// SPDX-License-Identifier: Apache-2.0
// Shift_C of DDI 0403 A2.2.1 and A7.4.
#pragma once

#include <bit>
#include <cstdint>

namespace jig::machine {

enum class ShiftType : std::uint8_t { lsl, lsr, asr, ror };

struct Shifted {
    std::uint32_t value;
    std::uint32_t carry;
};

// By 0..255, as a register gives it; 0 leaves value and carry alone.
[[gnu::always_inline]] inline Shifted shift_by_amount(ShiftType type, unsigned amount, std::uint32_t value,
                                                      std::uint32_t carry) {
    if (amount == 0) return {value, carry};
    switch (type) {
        case ShiftType::lsl:
            if (amount > 32) return {0, 0};
            if (amount == 32) return {0, value & 1};
            return {value << amount, (value >> (32 - amount)) & 1};
        case ShiftType::lsr:
            if (amount > 32) return {0, 0};
            if (amount == 32) return {0, value >> 31};
            return {value >> amount, (value >> (amount - 1)) & 1};
        case ShiftType::asr: {
            const auto sign = static_cast<std::int32_t>(value);
            if (amount >= 32) return {static_cast<std::uint32_t>(sign >> 31), value >> 31};
            return {static_cast<std::uint32_t>(sign >> amount), (value >> (amount - 1)) & 1};
        }
        case ShiftType::ror: {
            const std::uint32_t rotated = std::rotr(value, static_cast<int>(amount & 31));
            return {rotated, rotated >> 31};
        }
    }
    __builtin_unreachable();
}

// As an instruction encodes it: LSR and ASR by 0 mean 32, ROR by 0 means RRX.
[[gnu::always_inline]] inline Shifted shift_by_immediate(ShiftType type, unsigned amount, std::uint32_t value,
                                                         std::uint32_t carry) {
    if (amount == 0 && type == ShiftType::ror) return {(value >> 1) | (carry << 31), value & 1};
    if (amount == 0 && type != ShiftType::lsl) amount = 32;
    return shift_by_amount(type, amount, value, carry);
}

}  // namespace jig::machine
