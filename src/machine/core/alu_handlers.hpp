// SPDX-License-Identifier: Apache-2.0
// Handlers of the data-processing instructions that set flags or shift, DDI 0403 A5.3.1, A5.3.11.
#pragma once

#include <bit>

#include "machine/core/exec.hpp"
#include "machine/core/shifter.hpp"

namespace jig::machine {

enum class Alu { AND, BIC, ORR, ORN, EOR, ADD, ADC, SUB, SBC, RSB, MOV, MVN, TST, TEQ, CMN, CMP };
enum class Form { imm, reg, shift };

// How an immediate sets C, in Slot::a: ThumbExpandImm_C leaves it alone unless it rotates.
enum ImmediateCarry : std::uint8_t { carry_kept, carry_clear, carry_set };

constexpr bool is_arithmetic(Alu op) {
    return op == Alu::ADD || op == Alu::ADC || op == Alu::SUB || op == Alu::SBC || op == Alu::RSB || op == Alu::CMN ||
           op == Alu::CMP;
}

JIG_HANDLER void set_nz(Exec& x, std::uint32_t result) {
    x.cpu.reg.n = result;
    x.cpu.reg.z = result;
}

template <bool S>
JIG_HANDLER std::uint32_t add_with_carry(Exec& x, std::uint32_t left, std::uint32_t right, std::uint32_t carry) {
    const std::uint64_t wide = static_cast<std::uint64_t>(left) + right + carry;
    const auto result = static_cast<std::uint32_t>(wide);
    if constexpr (S) {
        set_nz(x, result);
        x.cpu.reg.c = static_cast<std::uint32_t>(wide >> 32);
        x.cpu.reg.v = (left ^ result) & (right ^ result);
    }
    return result;
}

// The second operand, and for logical operations that set flags the shifter's carry.
template <Form form, bool sets_carry>
JIG_HANDLER std::uint32_t operand(Exec& x) {
    const Slot& s = *x.slot;
    if constexpr (form == Form::imm) {
        if constexpr (sets_carry) {
            if (s.a != carry_kept) x.cpu.reg.c = s.a == carry_set ? 1 : 0;
        }
        return s.imm;
    } else if constexpr (form == Form::reg) {
        return x.r(s.m);
    } else {
        const Shifted shifted = shift_by_immediate(static_cast<ShiftType>(s.a), s.s, x.r(s.m), x.cpu.reg.c);
        if constexpr (sets_carry) x.cpu.reg.c = shifted.carry;
        return shifted.value;
    }
}

template <Alu op, bool S>
JIG_HANDLER std::uint32_t compute(Exec& x, std::uint32_t left, std::uint32_t right, std::uint32_t carry_in) {
    switch (op) {
        case Alu::AND:
        case Alu::TST: return left & right;
        case Alu::BIC: return left & ~right;
        case Alu::ORR: return left | right;
        case Alu::ORN: return left | ~right;
        case Alu::EOR:
        case Alu::TEQ: return left ^ right;
        case Alu::ADD:
        case Alu::CMN: return add_with_carry<S>(x, left, right, 0);
        case Alu::ADC: return add_with_carry<S>(x, left, right, carry_in);
        case Alu::SUB:
        case Alu::CMP: return add_with_carry<S>(x, left, ~right, 1);
        case Alu::SBC: return add_with_carry<S>(x, left, ~right, carry_in);
        case Alu::RSB: return add_with_carry<S>(x, ~left, right, 1);
        case Alu::MOV: return right;
        case Alu::MVN: return ~right;
    }
    __builtin_unreachable();
}

template <Alu op, Form form, bool S>
JIG_HANDLER std::uint32_t evaluate(Exec& x) {
    constexpr bool logical = !is_arithmetic(op);
    const std::uint32_t carry_in = x.cpu.reg.c;
    const std::uint32_t right = operand < form, S && logical > (x);
    const std::uint32_t result = compute<op, S>(x, x.r(x.slot->n), right, carry_in);
    if constexpr (S && logical) set_nz(x, result);
    return result;
}

template <Alu op, Form form, bool S>
JIG_HANDLER void alu(Exec& x) {
    const std::uint8_t d = x.slot->d;
    x.r(d) = evaluate<op, form, S>(x);
}

template <Alu op, Form form>
JIG_HANDLER void compare(Exec& x) {
    evaluate<op, form, true>(x);
}

// SP's two low bits read as zero, DDI 0403 B1.4.1.
template <Alu op, Form form, bool S>
JIG_HANDLER void alu_to_sp(Exec& x) {
    x.r(SP) = evaluate<op, form, S>(x) & ~3u;
}

template <unsigned type, bool S>
JIG_HANDLER void shift_by_register(Exec& x) {
    const Slot& s = *x.slot;
    const Shifted shifted = shift_by_amount(static_cast<ShiftType>(type), x.r(s.m) & 0xFF, x.r(s.n), x.cpu.reg.c);
    x.r(s.d) = shifted.value;
    if constexpr (S) {
        set_nz(x, shifted.value);
        x.cpu.reg.c = shifted.carry;
    }
}

}  // namespace jig::machine
