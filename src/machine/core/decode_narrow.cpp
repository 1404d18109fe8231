// SPDX-License-Identifier: Apache-2.0
// 16-bit instructions, DDI 0403 A5.2. Those that set flags do so outside IT blocks only.
#include "machine/core/decoding.hpp"

namespace jig::machine {

namespace {

// The flag-setting form of `base`, and inside an IT block the one that leaves flags alone.
Slot flag_setter(Op base, unsigned form) { return slot_of(offset_by(base, form + sets_flags), offset_by(base, form)); }

Slot three_registers(Slot slot, unsigned d, unsigned n, unsigned m) {
    slot.d = static_cast<std::uint8_t>(d);
    slot.n = static_cast<std::uint8_t>(n);
    slot.m = static_cast<std::uint8_t>(m);
    return slot;
}

Slot with_immediate(Slot slot, unsigned d, unsigned n, std::uint32_t imm) {
    slot.imm = imm;
    return three_registers(slot, d, n, 0);
}

// A5.2.1
Slot shift_add_sub_mov_cmp(std::uint32_t code) {
    const unsigned d = bits(code, 2, 0);
    const unsigned m = bits(code, 5, 3);
    const unsigned wide_d = bits(code, 10, 8);
    const std::uint32_t imm8 = bits(code, 7, 0);
    switch (bits(code, 13, 11)) {
        case 0b000:
        case 0b001:
        case 0b010: {
            const bool plain = bits(code, 13, 6) == 0;  // LSL #0 is MOVS
            Slot slot = three_registers(flag_setter(Op::mov_imm, plain ? form_reg : form_shift), d, 0, m);
            slot.a = field(code, 12, 11);
            slot.s = field(code, 10, 6);
            if (plain) slot.it_op = Op::undefined;  // MOV T2 is UNPREDICTABLE in an IT block
            return slot;
        }
        case 0b011: {
            const Op base = bit(code, 9) ? Op::sub_imm : Op::add_imm;
            const unsigned n = m;
            if (bit(code, 10)) return with_immediate(flag_setter(base, form_imm), d, n, bits(code, 8, 6));
            return three_registers(flag_setter(base, form_reg), d, n, bits(code, 8, 6));
        }
        case 0b100: return with_immediate(flag_setter(Op::mov_imm, form_imm), wide_d, 0, imm8);
        case 0b101: return with_immediate(slot_of(Op::cmp_imm), 0, wide_d, imm8);
        case 0b110: return with_immediate(flag_setter(Op::add_imm, form_imm), wide_d, wide_d, imm8);
        default: return with_immediate(flag_setter(Op::sub_imm, form_imm), wide_d, wide_d, imm8);
    }
}

// A5.2.2
Slot data_processing(std::uint32_t code) {
    const unsigned dn = bits(code, 2, 0);
    const unsigned m = bits(code, 5, 3);
    const auto both = [&](Op base) { return three_registers(flag_setter(base, form_reg), dn, dn, m); };
    const auto shift = [&](Op plain) { return three_registers(slot_of(offset_by(plain, 1), plain), dn, dn, m); };
    const auto compare = [&](Op op) { return three_registers(slot_of(op), 0, dn, m); };
    switch (bits(code, 9, 6)) {
        case 0: return both(Op::and_imm);
        case 1: return both(Op::eor_imm);
        case 2: return shift(Op::lsl_by_reg);
        case 3: return shift(Op::lsr_by_reg);
        case 4: return shift(Op::asr_by_reg);
        case 5: return both(Op::adc_imm);
        case 6: return both(Op::sbc_imm);
        case 7: return shift(Op::ror_by_reg);
        case 8: return compare(Op::tst_reg);
        case 9: return with_immediate(flag_setter(Op::rsb_imm, form_imm), dn, m, 0);
        case 10: return compare(Op::cmp_reg);
        case 11: return compare(Op::cmn_reg);
        case 12: return both(Op::orr_imm);
        case 13: return three_registers(slot_of(Op::muls, Op::mul), dn, dn, m);
        case 14: return both(Op::bic_imm);
        default: return both(Op::mvn_imm);
    }
}

Slot add_high(std::uint32_t address, unsigned dn, unsigned m) {
    if (dn == 15 && m == 15) return unpredictable_slot();
    if (dn == 15) {
        Slot slot = slot_last_in_it(Op::add_pc);
        slot.m = static_cast<std::uint8_t>(m);
        slot.imm = address + 4;
        return slot;
    }
    if (m == 15) return with_immediate(slot_of(dn == 13 ? Op::add_imm_sp : Op::add_imm), dn, dn, address + 4);
    return three_registers(slot_of(dn == 13 ? Op::add_shift_sp : Op::add_reg), dn, dn, m);
}

Slot mov_high(std::uint32_t address, unsigned d, unsigned m) {
    if (d == 15) {
        if (m == 15) {
            Slot slot = slot_last_in_it(Op::b_far);
            slot.imm = address + 4;
            return slot;
        }
        return three_registers(slot_last_in_it(Op::mov_pc), d, 0, m);
    }
    if (m == 15) return with_immediate(slot_of(Op::mov_imm), d, 0, d == 13 ? (address + 4) & ~3u : address + 4);
    return three_registers(slot_of(d == 13 ? Op::mov_reg_sp : Op::mov_reg), d, 0, m);
}

// A5.2.3
Slot special_data(std::uint32_t address, std::uint32_t code) {
    const unsigned dn = bits(code, 2, 0) | (bits(code, 7, 7) << 3);
    const unsigned m = bits(code, 6, 3);
    switch (bits(code, 9, 8)) {
        case 0: return add_high(address, dn, m);
        case 1:
            if ((dn < 8 && m < 8) || dn == 15 || m == 15) return unpredictable_slot();
            return three_registers(slot_of(Op::cmp_reg), 0, dn, m);
        case 2: return mov_high(address, dn, m);
        default: break;
    }
    const bool link = bit(code, 7);
    if (bits(code, 2, 0) != 0 || m == 15) return unpredictable_slot();
    return three_registers(slot_last_in_it(link ? Op::blx : Op::bx), 0, 0, m);
}

Slot costing(Slot slot, unsigned cycles) {
    slot.cost = static_cast<std::uint8_t>(cycles);
    return slot;
}

// A5.2.4: register offset.
Slot load_store_register(std::uint32_t code) {
    constexpr Op ops[] = {Op::str_reg, Op::strh_reg, Op::strb_reg, Op::ldrsb_reg,
                          Op::ldr_reg, Op::ldrh_reg, Op::ldrb_reg, Op::ldrsh_reg};
    const Slot slot =
        three_registers(slot_of(ops[bits(code, 11, 9)]), bits(code, 2, 0), bits(code, 5, 3), bits(code, 8, 6));
    return costing(slot, load_cycles);
}

// A5.2.4: immediate offset.
Slot load_store_immediate(std::uint32_t code) {
    const unsigned t = bits(code, 2, 0);
    const unsigned n = bits(code, 5, 3);
    const std::uint32_t imm5 = bits(code, 10, 6);
    const std::uint32_t imm8 = bits(code, 7, 0);
    const auto load = [](Op op, unsigned rt, unsigned rn, std::uint32_t imm) {
        return costing(with_immediate(slot_of(op), rt, rn, imm), load_cycles);
    };
    switch (bits(code, 15, 11)) {
        case 0b01100: return with_immediate(slot_of(Op::str_imm), t, n, imm5 * 4);
        case 0b01101: return load(Op::ldr_imm, t, n, imm5 * 4);
        case 0b01110: return with_immediate(slot_of(Op::strb_imm), t, n, imm5);
        case 0b01111: return load(Op::ldrb_imm, t, n, imm5);
        case 0b10000: return with_immediate(slot_of(Op::strh_imm), t, n, imm5 * 2);
        case 0b10001: return load(Op::ldrh_imm, t, n, imm5 * 2);
        case 0b10010: return with_immediate(slot_of(Op::str_imm), bits(code, 10, 8), 13, imm8 * 4);
        default: return load(Op::ldr_imm, bits(code, 10, 8), 13, imm8 * 4);
    }
}

Slot block(Op op, unsigned n, std::uint32_t list, bool write_back) {
    if (list == 0) return unpredictable_slot();
    Slot slot = slot_of(op);
    slot.n = static_cast<std::uint8_t>(n);
    slot.d = static_cast<std::uint8_t>(std::popcount(list));
    slot.a = write_back ? 1 : 0;
    slot.imm = list;
    if (op == Op::ldmia_pc) slot.it_rules = last_in_it_block;
    return costing(slot, 1u + slot.d);
}

Slot compare_and_branch(std::uint32_t address, std::uint32_t code) {
    Slot slot = slot_outside_it(bit(code, 11) ? Op::cbnz_far : Op::cbz_far);
    slot.n = field(code, 2, 0);
    slot.imm = address + 4 + ((bits(code, 9, 9) << 6) | (bits(code, 7, 3) << 1));
    return slot;
}

Slot it_or_hint(std::uint32_t code) {
    const unsigned condition = bits(code, 7, 4);
    const unsigned mask = bits(code, 3, 0);
    if (mask != 0) {
        const bool always = condition == 14;
        if (condition == 15 || (always && std::popcount(mask) != 1)) return unpredictable_slot();
        Slot slot = slot_outside_it(Op::it);
        slot.imm = bits(code, 7, 0);
        return slot;
    }
    switch (condition) {
        case 2: return slot_of(Op::wfe);
        case 3: return slot_of(Op::wfi);
        case 4: return slot_of(Op::sev);
        default: return slot_of(Op::nop);  // YIELD and unallocated hints
    }
}

Slot cps(std::uint32_t code) {
    // UNPREDICTABLE with the reserved bits set, without a mask, or in an IT block. B5.2.1.
    if (bit(code, 3) || bit(code, 2) || bits(code, 1, 0) == 0) return unpredictable_slot();
    Slot slot = slot_outside_it(Op::cps);
    slot.a = field(code, 4, 4);
    slot.imm = bits(code, 1, 0);
    return slot;
}

Slot extend(std::uint32_t code) {
    constexpr Op ops[] = {Op::sxth, Op::sxtb, Op::uxth, Op::uxtb};
    return three_registers(slot_of(ops[bits(code, 7, 6)]), bits(code, 2, 0), 0, bits(code, 5, 3));
}

Slot reverse(std::uint32_t code) {
    constexpr Op ops[] = {Op::rev, Op::rev16, Op::undefined, Op::revsh};
    const unsigned op = bits(code, 7, 6);
    if (op == 2) return undefined_slot();
    return three_registers(slot_of(ops[op]), bits(code, 2, 0), 0, bits(code, 5, 3));
}

Slot breakpoint(std::uint32_t code) {
    Slot slot = slot_of(Op::bkpt);
    slot.imm = bits(code, 7, 0);
    slot.it_rules = ignores_it_block;
    return slot;
}

// A5.2.5
Slot miscellaneous(std::uint32_t address, std::uint32_t code) {
    const std::uint32_t imm7 = bits(code, 6, 0) * 4;
    switch (bits(code, 11, 8)) {
        case 0b0000: return with_immediate(slot_of(bit(code, 7) ? Op::sub_imm_sp : Op::add_imm_sp), 13, 13, imm7);
        case 0b0001:
        case 0b0011:
        case 0b1001:
        case 0b1011: return compare_and_branch(address, code);
        case 0b0010: return extend(code);
        case 0b0100:
        case 0b0101: return block(Op::stmdb, 13, bits(code, 7, 0) | bits(code, 8, 8) << 14, true);
        case 0b0110: return bits(code, 7, 5) == 0b011 ? cps(code) : undefined_slot();
        case 0b1010: return reverse(code);
        case 0b1100: return block(Op::ldmia, 13, bits(code, 7, 0), true);
        case 0b1101: return block(Op::ldmia_pc, 13, bits(code, 7, 0) | 0x8000, true);
        case 0b1110: return breakpoint(code);
        case 0b1111: return it_or_hint(code);
        default: return undefined_slot();
    }
}

// A5.2.6
Slot conditional_branch(std::uint32_t address, std::uint32_t code) {
    const unsigned condition = bits(code, 11, 8);
    if (condition == 14) return undefined_slot();
    if (condition == 15) return slot_of(Op::svc);
    Slot slot = slot_outside_it(Op::bcond_far);
    slot.a = static_cast<std::uint8_t>(condition);
    slot.imm = address + 4 + sign_extended(bits(code, 7, 0) << 1, 9);
    return slot;
}

Slot load_literal(std::uint32_t address, std::uint32_t code) {
    const std::uint32_t base = (address + 4) & ~3u;
    return costing(with_immediate(slot_of(Op::ldr_literal), bits(code, 10, 8), 0, base + bits(code, 7, 0) * 4),
                   load_cycles);
}

Slot address_or_block(std::uint32_t address, std::uint32_t code) {
    const unsigned r = bits(code, 10, 8);
    const std::uint32_t imm = bits(code, 7, 0);
    switch (bits(code, 15, 11)) {
        case 0b10100: return with_immediate(slot_of(Op::mov_imm), r, 0, ((address + 4) & ~3u) + imm * 4);
        case 0b10101: return with_immediate(slot_of(Op::add_imm), r, 13, imm * 4);
        case 0b11000: return block(Op::stmia, r, imm, true);
        default: return block(Op::ldmia, r, imm, !bit(imm, r));
    }
}

}  // namespace

Slot decode_narrow(std::uint32_t address, std::uint16_t code) {
    switch (code >> 12) {
        case 0b0000:
        case 0b0001:
        case 0b0010:
        case 0b0011: return shift_add_sub_mov_cmp(code);
        case 0b0100:
            if (bit(code, 11)) return load_literal(address, code);
            return bit(code, 10) ? special_data(address, code) : data_processing(code);
        case 0b0101: return load_store_register(code);
        case 0b0110:
        case 0b0111:
        case 0b1000:
        case 0b1001: return load_store_immediate(code);
        case 0b1011: return miscellaneous(address, code);
        case 0b1010:
        case 0b1100: return address_or_block(address, code);
        case 0b1101: return conditional_branch(address, code);
        default: break;
    }
    Slot slot = slot_last_in_it(Op::b_far);
    slot.imm = address + 4 + sign_extended(bits(code, 10, 0) << 1, 12);
    return slot;
}

}  // namespace jig::machine
