// SPDX-License-Identifier: Apache-2.0
// 32-bit data processing with a shifted register or a modified immediate, DDI 0403 A5.3.1 and A5.3.11.
#include "machine/core/alu_handlers.hpp"
#include "machine/core/decoding.hpp"

namespace jig::machine {

namespace {

// What a four-bit operation number means, with Rd = 15 and S, and with Rn = 15.
struct DataRow {
    Op base;                     // its _imm form
    Op compare = Op::undefined;  // Rd = 15 and S
    Op move = Op::undefined;     // Rn = 15
    bool may_use_sp = false;     // ADD and SUB take SP as Rn
};

constexpr DataRow rows[16] = {
    {Op::and_imm, Op::tst_imm},
    {Op::bic_imm},
    {Op::orr_imm, Op::undefined, Op::mov_imm},
    {Op::orn_imm, Op::undefined, Op::mvn_imm},
    {Op::eor_imm, Op::teq_imm},
    {Op::undefined},
    {Op::undefined},  // PKH: DSP extension
    {Op::undefined},
    {Op::add_imm, Op::cmn_imm, Op::undefined, true},
    {Op::undefined},
    {Op::adc_imm},
    {Op::sbc_imm},
    {Op::undefined},
    {Op::sub_imm, Op::cmp_imm, Op::undefined, true},
    {Op::rsb_imm},
    {Op::undefined},
};

struct Operands {
    unsigned d, n;
    bool s;
};

// The operation with Rd and Rn settled; form counts from _imm. Refused where the manual says UNPREDICTABLE.
Slot settled(const DataRow& row, Operands o, unsigned form, unsigned compare_form, bool small_shift) {
    const bool compares = row.compare != Op::undefined && o.d == 15 && o.s;
    const bool moves = row.move != Op::undefined && o.n == 15;
    Slot slot;
    if (compares) {
        if (o.n == 15 || (o.n == 13 && !row.may_use_sp)) return unpredictable_slot();
        slot = slot_of(offset_by(row.compare, compare_form));
    } else if (moves) {
        if (is_sp_or_pc(o.d)) return unpredictable_slot();
        slot = slot_of(offset_by(row.move, form + (o.s ? sets_flags : 0)));
        o.n = 0;
    } else {
        const bool sp_source = row.may_use_sp && o.n == 13;
        if (o.d == 15 || o.n == 15 || (o.n == 13 && !sp_source)) return unpredictable_slot();
        if (o.d == 13 && !(sp_source && small_shift)) return unpredictable_slot();
        slot = slot_of(offset_by(row.base, form + (o.s ? sets_flags : 0)));
    }
    slot.d = static_cast<std::uint8_t>(o.d);
    slot.n = static_cast<std::uint8_t>(o.n);
    return slot;
}

// ADD and SUB that write SP have handlers of their own, in the order add, adds, sub, subs.
Op writing_sp(Op op) {
    switch (op) {
        case Op::add_imm: return Op::add_imm_sp;
        case Op::adds_imm: return Op::adds_imm_sp;
        case Op::sub_imm: return Op::sub_imm_sp;
        case Op::subs_imm: return Op::subs_imm_sp;
        case Op::add_reg:
        case Op::add_shift: return Op::add_shift_sp;
        case Op::adds_reg:
        case Op::adds_shift: return Op::adds_shift_sp;
        case Op::sub_reg:
        case Op::sub_shift: return Op::sub_shift_sp;
        case Op::subs_reg:
        case Op::subs_shift: return Op::subs_shift_sp;
        default: return op;
    }
}

Slot finished(Slot slot) {
    if (slot.op != Op::undefined && slot.d == 13) slot.op = slot.it_op = writing_sp(slot.op);
    return slot;
}

// MOV.W Rd, Rm alone may name SP, once, and without S. A7.7.77.
Slot move_register(Operands o, unsigned m) {
    const bool bad = o.s ? is_sp_or_pc(o.d) || is_sp_or_pc(m) : o.d == 15 || m == 15 || (o.d == 13 && m == 13);
    if (bad) return unpredictable_slot();
    Slot slot = slot_of(o.s ? Op::movs_reg : o.d == 13 ? Op::mov_reg_sp : Op::mov_reg);
    slot.d = static_cast<std::uint8_t>(o.d);
    slot.m = static_cast<std::uint8_t>(m);
    return slot;
}

struct Expanded {
    std::uint32_t value;
    ImmediateCarry carry;
    bool unpredictable;
};

// ThumbExpandImm_C, A5.3.2.
Expanded expand(std::uint32_t code) {
    const std::uint32_t imm12 = bits(code, 26, 26) << 11 | bits(code, 14, 12) << 8 | bits(code, 7, 0);
    const std::uint32_t byte = imm12 & 0xFF;
    if (imm12 < 0x400) {
        constexpr std::uint32_t repeat[] = {0x00000001, 0x00010001, 0x01000100, 0x01010101};
        const std::uint32_t pattern = imm12 >> 8;
        return {byte * repeat[pattern], carry_kept, pattern != 0 && byte == 0};
    }
    const std::uint32_t value = std::rotr(0x80 | (imm12 & 0x7F), static_cast<int>(imm12 >> 7));
    return {value, (value >> 31) != 0 ? carry_set : carry_clear, false};
}

}  // namespace

Slot decode_shifted_register(std::uint32_t code) {
    const DataRow& row = rows[bits(code, 24, 21)];
    if (row.base == Op::undefined) return undefined_slot();
    const Operands o{.d = bits(code, 11, 8), .n = bits(code, 19, 16), .s = bit(code, 20)};
    const unsigned m = bits(code, 3, 0);
    const unsigned amount = bits(code, 14, 12) << 2 | bits(code, 7, 6);
    const unsigned type = bits(code, 5, 4);
    if (bit(code, 15)) return unpredictable_slot();
    const bool plain = amount == 0 && type == 0;
    if (plain && row.move == Op::mov_imm && o.n == 15) return move_register(o, m);
    if (is_sp_or_pc(m)) return unpredictable_slot();
    const bool small = type == 0 && amount <= 3;
    Slot slot = settled(row, o, plain ? form_reg : form_shift, plain ? compare_reg : compare_shift, small);
    slot.m = static_cast<std::uint8_t>(m);
    slot.a = static_cast<std::uint8_t>(type);
    if (slot.op != Op::undefined) slot.s = static_cast<std::uint8_t>(amount);
    return finished(slot);
}

Slot decode_modified_immediate(std::uint32_t code) {
    const DataRow& row = rows[bits(code, 24, 21)];
    if (row.base == Op::undefined) return undefined_slot();
    const Operands o{.d = bits(code, 11, 8), .n = bits(code, 19, 16), .s = bit(code, 20)};
    const Expanded imm = expand(code);
    if (imm.unpredictable) return unpredictable_slot();
    Slot slot = settled(row, o, form_imm, 0, true);
    slot.imm = imm.value;
    slot.a = imm.carry;
    return finished(slot);
}

}  // namespace jig::machine
