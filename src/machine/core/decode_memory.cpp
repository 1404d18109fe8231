// SPDX-License-Identifier: Apache-2.0
// 32-bit loads and stores, DDI 0403 A5.3.5 to A5.3.10.
#include "machine/core/decoding.hpp"

namespace jig::machine {

Slot decode_block_transfer(std::uint32_t code) {
    const unsigned direction = bits(code, 24, 23);
    if (direction == 0 || direction == 3) return undefined_slot();
    const bool before = direction == 2;
    const bool loads = bit(code, 20);
    const bool write_back = bit(code, 21);
    const unsigned n = bits(code, 19, 16);
    const std::uint32_t list = bits(code, 15, 0);
    const bool pc = bit(list, 15);
    const bool reserved = bit(list, 13) || (pc && (!loads || bit(list, 14)));
    if (reserved || n == 15 || std::popcount(list) < 2 || (write_back && bit(list, n))) return unpredictable_slot();
    Slot slot = slot_of(loads ? (before ? Op::ldmdb : Op::ldmia) : before ? Op::stmdb : Op::stmia);
    if (pc) slot = slot_last_in_it(before ? Op::ldmdb_pc : Op::ldmia_pc);
    slot.n = static_cast<std::uint8_t>(n);
    slot.d = static_cast<std::uint8_t>(std::popcount(list));
    slot.a = write_back ? 1 : 0;
    slot.imm = list;
    slot.cost = static_cast<std::uint8_t>(1 + slot.d);
    return slot;
}

namespace {

Slot dual(std::uint32_t address, std::uint32_t code) {
    const unsigned n = bits(code, 19, 16);
    const unsigned t = bits(code, 15, 12);
    const unsigned t2 = bits(code, 11, 8);
    const bool loads = bit(code, 20);
    const bool write_back = bit(code, 21);
    const std::uint32_t imm = bits(code, 7, 0) * 4;
    if (is_sp_or_pc(t) || is_sp_or_pc(t2) || (loads && t == t2)) return unpredictable_slot();
    if (write_back && (n == 15 || n == t || n == t2)) return unpredictable_slot();
    if (n == 15 && !loads) return unpredictable_slot();
    Slot slot = slot_of(n == 15 ? Op::ldrd_literal : loads ? Op::ldrd : Op::strd);
    slot.d = static_cast<std::uint8_t>(t);
    slot.a = static_cast<std::uint8_t>(t2);
    slot.n = static_cast<std::uint8_t>(n);
    slot.imm = bit(code, 23) ? imm : 0u - imm;
    if (n == 15) slot.imm += (address + 4) & ~3u;
    slot.s = static_cast<std::uint8_t>((bit(code, 24) ? 1 : 0) | (write_back ? 2 : 0));
    slot.cost = 1 + 2;
    return slot;
}

Slot exclusive(Op op, unsigned d, unsigned n, unsigned t, std::uint32_t imm) {
    Slot slot = slot_of(op);
    slot.d = static_cast<std::uint8_t>(d);
    slot.n = static_cast<std::uint8_t>(n);
    slot.a = static_cast<std::uint8_t>(t);
    slot.imm = imm;
    slot.cost = load_cycles;
    return slot;
}

Slot word_exclusive(std::uint32_t code) {
    const unsigned n = bits(code, 19, 16);
    const unsigned t = bits(code, 15, 12);
    const unsigned d = bits(code, 11, 8);
    const std::uint32_t imm = bits(code, 7, 0) * 4;
    if (n == 15 || is_sp_or_pc(t)) return unpredictable_slot();
    if (bit(code, 20)) return d == 15 ? exclusive(Op::ldrex, t, n, 0, imm) : unpredictable_slot();
    if (is_sp_or_pc(d) || d == n || d == t) return unpredictable_slot();
    return exclusive(Op::strex, d, n, t, imm);
}

Slot narrow_load_exclusive(std::uint32_t code, Op op) {
    const unsigned n = bits(code, 19, 16);
    const unsigned t = bits(code, 15, 12);
    if (n == 15 || is_sp_or_pc(t) || bits(code, 11, 8) != 15 || bits(code, 3, 0) != 15) return unpredictable_slot();
    return exclusive(op, t, n, 0, 0);
}

Slot narrow_store_exclusive(std::uint32_t code, Op op) {
    const unsigned n = bits(code, 19, 16);
    const unsigned t = bits(code, 15, 12);
    const unsigned d = bits(code, 3, 0);
    if (n == 15 || is_sp_or_pc(t) || bits(code, 11, 8) != 15) return unpredictable_slot();
    if (is_sp_or_pc(d) || d == n || d == t) return unpredictable_slot();
    return exclusive(op, d, n, t, 0);
}

Slot table_branch(std::uint32_t address, std::uint32_t code, Op op) {
    const unsigned n = bits(code, 19, 16);
    const unsigned m = bits(code, 3, 0);
    if (n == 13 || is_sp_or_pc(m) || bits(code, 15, 8) != 0xF0) return unpredictable_slot();
    Slot slot = slot_last_in_it(op);
    slot.n = static_cast<std::uint8_t>(n);
    slot.m = static_cast<std::uint8_t>(m);
    slot.imm = address + 4;
    slot.cost = load_cycles;
    return slot;
}

}  // namespace

Slot decode_dual_exclusive_table(std::uint32_t address, std::uint32_t code) {
    const bool p = bit(code, 24);
    const bool u = bit(code, 23);
    const bool w = bit(code, 21);
    if (p || w) return dual(address, code);
    if (!u) return word_exclusive(code);
    const bool loads = bit(code, 20);
    switch (bits(code, 7, 4)) {
        case 0b0000: return loads ? table_branch(address, code, Op::tbb) : undefined_slot();
        case 0b0001: return loads ? table_branch(address, code, Op::tbh) : undefined_slot();
        case 0b0100: return loads ? narrow_load_exclusive(code, Op::ldrexb) : narrow_store_exclusive(code, Op::strexb);
        case 0b0101: return loads ? narrow_load_exclusive(code, Op::ldrexh) : narrow_store_exclusive(code, Op::strexh);
        default: return undefined_slot();
    }
}

namespace {

// Order of the forms of a load or store in operations.hpp.
constexpr unsigned register_offset = 1;
constexpr unsigned pre_indexed = 2;
constexpr unsigned post_indexed = 3;
constexpr unsigned load_literal = 4;
constexpr unsigned load_unprivileged = 5;
constexpr unsigned store_unprivileged = 4;

enum class Addressing { imm12, imm8, pre, post, unprivileged, scaled, literal, nothing };

// A5.3.7 to A5.3.10 distinguish these in the same way.
Addressing addressing_of(std::uint32_t code, bool loads) {
    if (loads && bits(code, 19, 16) == 15) return Addressing::literal;
    if (bit(code, 23)) return Addressing::imm12;
    if (!bit(code, 11)) return bits(code, 11, 6) == 0 ? Addressing::scaled : Addressing::nothing;
    switch (bits(code, 10, 8)) {
        case 0b100: return Addressing::imm8;
        case 0b110: return Addressing::unprivileged;
        case 0b001:
        case 0b011: return Addressing::post;
        case 0b101:
        case 0b111: return Addressing::pre;
        default: return Addressing::nothing;
    }
}

unsigned form_of(Addressing addressing, bool loads) {
    switch (addressing) {
        case Addressing::scaled: return register_offset;
        case Addressing::pre: return pre_indexed;
        case Addressing::post: return post_indexed;
        case Addressing::literal: return load_literal;
        case Addressing::unprivileged: return loads ? load_unprivileged : store_unprivileged;
        default: return 0;
    }
}

std::uint32_t offset_of(std::uint32_t address, std::uint32_t code, Addressing addressing) {
    const std::uint32_t imm12 = bits(code, 11, 0);
    const std::uint32_t imm8 = bits(code, 7, 0);
    switch (addressing) {
        case Addressing::imm12: return imm12;
        case Addressing::literal: return ((address + 4) & ~3u) + (bit(code, 23) ? imm12 : 0u - imm12);
        case Addressing::imm8: return 0u - imm8;
        case Addressing::pre:
        case Addressing::post: return bit(code, 9) ? imm8 : 0u - imm8;
        case Addressing::unprivileged: return imm8;
        default: return 0;
    }
}

bool writes_back(Addressing addressing) { return addressing == Addressing::pre || addressing == Addressing::post; }

// PLD, PLI and unallocated hints where a load of a byte or half-word names PC. They do nothing.
Slot memory_hint(std::uint32_t code, Addressing addressing) {
    if (writes_back(addressing) || addressing == Addressing::unprivileged) return unpredictable_slot();
    if (addressing == Addressing::scaled && is_sp_or_pc(bits(code, 3, 0))) return unpredictable_slot();
    return slot_of(Op::nop);
}

Slot transfer(Op base, std::uint32_t address, std::uint32_t code, bool loads) {
    const Addressing addressing = addressing_of(code, loads);
    const unsigned n = bits(code, 19, 16);
    const unsigned t = bits(code, 15, 12);
    const unsigned m = bits(code, 3, 0);
    const bool word = base == Op::ldr_imm || base == Op::str_imm;
    if (addressing == Addressing::nothing || (!loads && n == 15)) return undefined_slot();
    if (loads && !word && t == 15) return memory_hint(code, addressing);
    if (addressing == Addressing::scaled && is_sp_or_pc(m)) return unpredictable_slot();
    if (writes_back(addressing) && n == t) return unpredictable_slot();
    const bool any_register = word && addressing != Addressing::unprivileged;
    if (any_register ? t == 15 && !loads : is_sp_or_pc(t)) return unpredictable_slot();

    const unsigned form = form_of(addressing, loads);
    Slot slot = slot_of(offset_by(base, form));
    if (loads && word && t == 15) slot = slot_last_in_it(offset_by(Op::ldr_imm_pc, form));
    if (loads && word && t == 13) slot = slot_of(offset_by(Op::ldr_imm_sp, form));
    slot.d = static_cast<std::uint8_t>(t);
    slot.n = static_cast<std::uint8_t>(n);
    slot.m = static_cast<std::uint8_t>(m);
    slot.s = addressing == Addressing::scaled ? field(code, 5, 4) : 0;
    slot.imm = offset_of(address, code, addressing);
    slot.cost = loads || addressing == Addressing::scaled ? load_cycles : 1;
    return slot;
}

}  // namespace

Slot decode_single_transfer(std::uint32_t address, std::uint32_t code) {
    const bool loads = bit(code, 20);
    const bool is_signed = bit(code, 24);
    const unsigned size = bits(code, 22, 21);
    if (size == 3) return undefined_slot();
    if (!loads) {
        constexpr Op store_ops[] = {Op::strb_imm, Op::strh_imm, Op::str_imm};
        return is_signed ? undefined_slot() : transfer(store_ops[size], address, code, false);
    }
    constexpr Op load_ops[2][3] = {{Op::ldrb_imm, Op::ldrh_imm, Op::ldr_imm},
                                   {Op::ldrsb_imm, Op::ldrsh_imm, Op::undefined}};
    const Op base = load_ops[is_signed ? 1 : 0][size];
    return base == Op::undefined ? undefined_slot() : transfer(base, address, code, true);
}

}  // namespace jig::machine
