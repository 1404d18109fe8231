// SPDX-License-Identifier: Apache-2.0
// 32-bit plain immediates, register operations, multiplication and division, DDI 0403 A5.3.3, A5.3.12 to A5.3.17.
#include "machine/core/decoding.hpp"

namespace jig::machine {

namespace {

Slot registers(Op op, unsigned d, unsigned n, unsigned m) {
    Slot slot = slot_of(op);
    slot.d = static_cast<std::uint8_t>(d);
    slot.n = static_cast<std::uint8_t>(n);
    slot.m = static_cast<std::uint8_t>(m);
    return slot;
}

// ADDW, SUBW and ADR.
Slot add_wide_immediate(std::uint32_t address, unsigned d, unsigned n, std::uint32_t imm, bool subtracts) {
    if (n == 15) {
        if (is_sp_or_pc(d)) return unpredictable_slot();
        const std::uint32_t base = (address + 4) & ~3u;
        Slot slot = registers(Op::mov_imm, d, 0, 0);
        slot.imm = subtracts ? base - imm : base + imm;
        return slot;
    }
    if (d == 15 || (d == 13 && n != 13)) return unpredictable_slot();
    Slot slot = registers(subtracts ? Op::sub_imm : Op::add_imm, d, n, 0);
    if (d == 13) slot.op = slot.it_op = subtracts ? Op::sub_imm_sp : Op::add_imm_sp;
    slot.imm = imm;
    return slot;
}

struct FieldOperands {
    unsigned d, n, lsb, low5;
};

Slot saturation(std::uint32_t code, const FieldOperands& f) {
    const bool arithmetic_shift = bit(code, 21);
    if (arithmetic_shift && f.lsb == 0) return undefined_slot();  // SSAT16, USAT16: DSP extension
    if (bit(code, 26) || bit(code, 5) || is_sp_or_pc(f.d) || is_sp_or_pc(f.n)) return unpredictable_slot();
    const bool is_unsigned = bit(code, 23);
    Slot slot = registers(is_unsigned ? Op::usat : Op::ssat, f.d, f.n, f.lsb);
    slot.a = arithmetic_shift ? 2 : 0;
    slot.s = static_cast<std::uint8_t>(is_unsigned ? f.low5 : f.low5 + 1);
    return slot;
}

Slot bit_field(std::uint32_t code, const FieldOperands& f, Op op, unsigned width_minus_one) {
    if (bit(code, 26) || bit(code, 5) || is_sp_or_pc(f.d)) return unpredictable_slot();
    if (f.lsb + width_minus_one > 31) return unpredictable_slot();
    Slot slot = registers(op, f.d, f.n, 0);
    slot.a = static_cast<std::uint8_t>(f.lsb);
    slot.s = static_cast<std::uint8_t>(width_minus_one);
    slot.imm = (0xFFFFFFFFu >> (31 - width_minus_one)) << f.lsb;
    return slot;
}

Slot extraction(std::uint32_t code, const FieldOperands& f) {
    if (is_sp_or_pc(f.n)) return unpredictable_slot();
    return bit_field(code, f, bit(code, 23) ? Op::ubfx : Op::sbfx, f.low5);
}

Slot insertion(std::uint32_t code, const FieldOperands& f) {
    if (f.n == 13 || f.low5 < f.lsb) return unpredictable_slot();
    return bit_field(code, f, f.n == 15 ? Op::bfc : Op::bfi, f.low5 - f.lsb);
}

}  // namespace

Slot decode_plain_immediate(std::uint32_t address, std::uint32_t code) {
    const FieldOperands f{.d = bits(code, 11, 8),
                          .n = bits(code, 19, 16),
                          .lsb = bits(code, 14, 12) << 2 | bits(code, 7, 6),
                          .low5 = bits(code, 4, 0)};
    const std::uint32_t imm12 = bits(code, 26, 26) << 11 | bits(code, 14, 12) << 8 | bits(code, 7, 0);
    switch (bits(code, 24, 20)) {
        case 0b00000: return add_wide_immediate(address, f.d, f.n, imm12, false);
        case 0b01010: return add_wide_immediate(address, f.d, f.n, imm12, true);
        case 0b00100:
        case 0b01100: {
            if (is_sp_or_pc(f.d)) return unpredictable_slot();
            Slot slot = registers(bit(code, 23) ? Op::movt : Op::mov_imm, f.d, 0, 0);
            slot.imm = f.n << 12 | imm12;
            return slot;
        }
        case 0b10000:
        case 0b10010:
        case 0b11000:
        case 0b11010: return saturation(code, f);
        case 0b10100:
        case 0b11100: return extraction(code, f);
        case 0b10110: return insertion(code, f);
        default: return undefined_slot();
    }
}

namespace {

Slot extension(std::uint32_t code, unsigned d, unsigned n, unsigned m) {
    constexpr Op ops[] = {Op::sxth, Op::uxth, Op::undefined, Op::undefined,
                          Op::sxtb, Op::uxtb, Op::undefined, Op::undefined};
    const Op op = ops[bits(code, 22, 20)];
    if (op == Op::undefined || n != 15) return undefined_slot();  // with addition: DSP extension
    if (bit(code, 6) || is_sp_or_pc(d) || is_sp_or_pc(m)) return unpredictable_slot();
    Slot slot = registers(op, d, 0, m);
    slot.s = static_cast<std::uint8_t>(8 * bits(code, 5, 4));
    return slot;
}

Slot miscellaneous_register(std::uint32_t code, unsigned d, unsigned n, unsigned m) {
    constexpr Op reversals[] = {Op::rev, Op::rev16, Op::rbit, Op::revsh};
    const unsigned op1 = bits(code, 21, 20);
    const unsigned op2 = bits(code, 5, 4);
    const bool counts = op1 == 3 && op2 == 0;
    if (op1 != 1 && !counts) return undefined_slot();  // saturating and SEL: DSP extension
    if (n != m || is_sp_or_pc(d) || is_sp_or_pc(m)) return unpredictable_slot();
    return registers(counts ? Op::clz : reversals[op2], d, 0, m);
}

}  // namespace

Slot decode_register_operation(std::uint32_t code) {
    const unsigned d = bits(code, 11, 8);
    const unsigned n = bits(code, 19, 16);
    const unsigned m = bits(code, 3, 0);
    if (bits(code, 15, 12) != 15) return undefined_slot();
    if (!bit(code, 23)) {
        if (bit(code, 7)) return extension(code, d, n, m);
        if (bits(code, 6, 4) != 0) return undefined_slot();
        if (is_sp_or_pc(d) || is_sp_or_pc(n) || is_sp_or_pc(m)) return unpredictable_slot();
        return registers(offset_by(Op::lsl_by_reg, bits(code, 22, 20)), d, n, m);
    }
    if (bits(code, 7, 6) == 0b10 && !bit(code, 22)) return miscellaneous_register(code, d, n, m);
    return undefined_slot();  // parallel addition: DSP extension
}

Slot decode_multiply(std::uint32_t code) {
    const unsigned d = bits(code, 11, 8);
    const unsigned n = bits(code, 19, 16);
    const unsigned m = bits(code, 3, 0);
    const unsigned a = bits(code, 15, 12);
    const unsigned op2 = bits(code, 5, 4);
    if (bits(code, 22, 20) != 0 || bits(code, 7, 6) != 0 || op2 > 1) return undefined_slot();
    const bool subtracts = op2 == 1;
    if (is_sp_or_pc(d) || is_sp_or_pc(n) || is_sp_or_pc(m) || a == 13 || (subtracts && a == 15)) {
        return unpredictable_slot();
    }
    Slot slot = registers(a == 15 ? Op::mul : subtracts ? Op::mls : Op::mla, d, n, m);
    slot.a = static_cast<std::uint8_t>(a);
    if (a != 15) slot.cost = multiply_add_cycles;
    return slot;
}

namespace {

Slot division(std::uint32_t code, Op op) {
    const unsigned d = bits(code, 11, 8);
    const unsigned n = bits(code, 19, 16);
    const unsigned m = bits(code, 3, 0);
    if (bits(code, 15, 12) != 15 || is_sp_or_pc(d) || is_sp_or_pc(n) || is_sp_or_pc(m)) return unpredictable_slot();
    Slot slot = registers(op, d, n, m);
    slot.cost = divide_cycles;
    return slot;
}

Slot long_product(std::uint32_t code, Op op, std::uint8_t cost) {
    const unsigned low = bits(code, 15, 12);
    const unsigned high = bits(code, 11, 8);
    const unsigned n = bits(code, 19, 16);
    const unsigned m = bits(code, 3, 0);
    const bool bad = is_sp_or_pc(low) || is_sp_or_pc(high) || is_sp_or_pc(n) || is_sp_or_pc(m) || low == high;
    if (bad) return unpredictable_slot();
    Slot slot = registers(op, low, n, m);
    slot.a = static_cast<std::uint8_t>(high);
    slot.cost = cost;
    return slot;
}

}  // namespace

Slot decode_long_multiply(std::uint32_t code) {
    switch (bits(code, 22, 20) << 4 | bits(code, 7, 4)) {
        case 0x00: return long_product(code, Op::smull, long_multiply_cycles);
        case 0x1F: return division(code, Op::sdiv);
        case 0x20: return long_product(code, Op::umull, long_multiply_cycles);
        case 0x3F: return division(code, Op::udiv);
        case 0x40: return long_product(code, Op::smlal, long_multiply_add_cycles);
        case 0x60: return long_product(code, Op::umlal, long_multiply_add_cycles);
        default: return undefined_slot();  // DSP extension and unallocated
    }
}

}  // namespace jig::machine
