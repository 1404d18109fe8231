// SPDX-License-Identifier: Apache-2.0
// The 32-bit instructions, DDI 0403 A5.3. `code` holds the first half-word in its upper 16 bits.
#include <bit>

#include "inspect/code/instruction_effect.hpp"

namespace jig::inspect {
namespace {

using Value = KnownRegisters::Value;

constexpr unsigned bits(std::uint32_t code, unsigned low, unsigned count) { return code >> low & ((1u << count) - 1); }
constexpr unsigned Rn(std::uint32_t code) { return bits(code, 16, 4); }
constexpr unsigned Rt(std::uint32_t code) { return bits(code, 12, 4); }
constexpr unsigned Rd(std::uint32_t code) { return bits(code, 8, 4); }
constexpr std::uint32_t imm12(std::uint32_t code) {
    return bits(code, 26, 1) << 11 | bits(code, 12, 3) << 8 | bits(code, 0, 8);
}
constexpr std::uint32_t imm16(std::uint32_t code) { return Rn(code) << 12 | imm12(code); }

// ThumbExpandImm, DDI 0403 A5.3.2.
std::uint32_t expand(std::uint32_t imm) {
    const std::uint32_t byte = imm & 0xFF;
    switch (imm >> 8) {
        case 0: return byte;
        case 1: return byte << 16 | byte;
        case 2: return byte << 24 | byte << 8;
        case 3: return byte << 24 | byte << 16 | byte << 8 | byte;
        default: return std::rotr(std::uint32_t{0x80} | (byte & 0x7F), static_cast<int>(imm >> 7));
    }
}

Effect unknown(std::uint32_t code, KnownRegisters& registers) {
    registers.forget(Rd(code));
    registers.forget(Rt(code));
    return {.size = 4, .ends_flow = false, .reference = {}, .literal = {}};
}

Value calculate(unsigned operation, Value own, std::uint32_t constant, bool moves) {
    if (moves && operation == 2) return constant;   // MOV
    if (moves && operation == 3) return ~constant;  // MVN
    if (!own) return std::nullopt;
    switch (operation) {
        case 0: return *own & constant;
        case 1: return *own & ~constant;
        case 2: return *own | constant;
        case 3: return *own | ~constant;
        case 4: return *own ^ constant;
        case 8: return *own + constant;
        case 13: return *own - constant;
        case 14: return constant - *own;
        default: return std::nullopt;
    }
}

// Data processing with a modified immediate (A5.3.1).
Effect modified_immediate(std::uint32_t code, KnownRegisters& registers) {
    const bool compares = Rd(code) == KnownRegisters::pc;
    if (compares) return {.size = 4, .ends_flow = false, .reference = {}, .literal = {}};
    const bool moves = Rn(code) == KnownRegisters::pc;
    const Value value = calculate(bits(code, 21, 4), registers.get(Rn(code)), expand(imm12(code)), moves);
    return take(4, Rd(code), value, moves ? ReferenceKind::immediate : ReferenceKind::computed, registers);
}

// ADDW, SUBW, ADR, MOVW, MOVT (A5.3.3).
Effect plain_immediate(std::uint32_t address, std::uint32_t code, KnownRegisters& registers) {
    const bool from_pc = Rn(code) == KnownRegisters::pc;
    const Value base = from_pc ? Value((address + 4) & ~3u) : registers.get(Rn(code));
    const Value own = registers.get(Rd(code));
    switch (bits(code, 20, 5)) {
        case 0x00:
            return take(4, Rd(code), base ? Value(*base + imm12(code)) : base, ReferenceKind::computed, registers);
        case 0x0A:
            return take(4, Rd(code), base ? Value(*base - imm12(code)) : base, ReferenceKind::computed, registers);
        case 0x04: return take(4, Rd(code), imm16(code), ReferenceKind::immediate, registers);
        case 0x0C:
            return take(4, Rd(code), own ? Value((*own & 0xFFFF) | imm16(code) << 16) : own, ReferenceKind::immediate,
                        registers);
        default: return unknown(code, registers);
    }
}

// Branches and miscellaneous control (A5.3.4).
Effect branch(std::uint32_t code, KnownRegisters& registers) {
    const bool call = (code & 0xD000) == 0xD000;
    const bool jump = (code & 0xD000) == 0x9000;
    if (call) registers.forget_after_call();
    return {.size = 4, .ends_flow = jump, .reference = {}, .literal = {}};
}

// LDR and STR in all sizes (A5.3.7 to A5.3.10).
Effect single(const FlashView& flash, std::uint32_t address, std::uint32_t code, KnownRegisters& registers) {
    const bool load = bits(code, 20, 1) != 0;
    const unsigned size = 1u << bits(code, 21, 2);
    const bool up_or_long = bits(code, 23, 1) != 0;
    if (load && Rn(code) == KnownRegisters::pc) {
        const std::uint32_t pc = (address + 4) & ~3u;
        const std::uint32_t at = up_or_long ? pc + bits(code, 0, 12) : pc - bits(code, 0, 12);
        if (size == 4) return load_literal(flash, 4, at, Rt(code), registers);
        registers.forget(Rt(code));
        return touch(4, at, Access::read, size);
    }
    Value at = registers.get(Rn(code));
    const bool short_form = !up_or_long && bits(code, 11, 1) != 0;
    const bool index = bits(code, 10, 1) != 0;
    if (at && up_or_long) *at += bits(code, 0, 12);
    if (at && short_form && index) *at = bits(code, 9, 1) != 0 ? *at + bits(code, 0, 8) : *at - bits(code, 0, 8);
    if (at && !up_or_long && !short_form) {
        const Value offset = registers.get(bits(code, 0, 4));
        at = offset ? Value(*at + (*offset << bits(code, 4, 2))) : std::nullopt;
    }
    const Effect effect = touch(4, at, load ? Access::read : Access::write, size);
    if (short_form && (bits(code, 8, 1) != 0 || !index)) registers.forget(Rn(code));
    if (load) registers.forget(Rt(code));
    return effect;
}

// LDRD, STRD (A5.3.6); the exclusives and table branches make registers unknown.
Effect dual(std::uint32_t code, KnownRegisters& registers) {
    const bool indexed = bits(code, 24, 1) != 0;
    const bool write_back = bits(code, 21, 1) != 0;
    if (!indexed && !write_back) {
        const bool table_branch = (code & 0xFFF000E0) == 0xE8D00000 && (code & 0xFF00) == 0xF000;
        Effect effect = unknown(code, registers);
        effect.ends_flow = table_branch;
        return effect;
    }
    Value at = registers.get(Rn(code));
    const std::uint32_t offset = 4 * bits(code, 0, 8);
    if (at && indexed) *at = bits(code, 23, 1) != 0 ? *at + offset : *at - offset;
    const bool load = bits(code, 20, 1) != 0;
    const Effect effect = touch(4, at, load ? Access::read : Access::write, 8);
    if (write_back) registers.forget(Rn(code));
    if (load) static_cast<void>(unknown(code, registers));
    return effect;
}

// LDM, STM, PUSH, POP (A5.3.5).
Effect multiple(std::uint32_t code, KnownRegisters& registers) {
    const bool load = bits(code, 20, 1) != 0;
    Effect effect = touch(4, registers.get(Rn(code)), load ? Access::read : Access::write, 4);
    effect.ends_flow = load && bits(code, 15, 1) != 0;
    registers.forget(Rn(code));
    for (unsigned number = 0; load && number < 16; ++number) {
        if (bits(code, number, 1) != 0) registers.forget(number);
    }
    return effect;
}

}  // namespace

Effect apply_wide(const FlashView& flash, std::uint32_t address, std::uint32_t code, KnownRegisters& registers) {
    const unsigned op1 = bits(code, 27, 2);
    if (op1 == 2 && bits(code, 15, 1) != 0) return branch(code, registers);
    if (op1 == 2) {
        return bits(code, 25, 1) == 0 ? modified_immediate(code, registers) : plain_immediate(address, code, registers);
    }
    if (op1 == 1 && bits(code, 25, 2) == 0) {
        return bits(code, 22, 1) == 0 ? multiple(code, registers) : dual(code, registers);
    }
    const bool single_transfer = op1 == 3 && bits(code, 25, 2) == 0 && bits(code, 21, 2) != 3;
    if (single_transfer) return single(flash, address, code, registers);
    return unknown(code, registers);
}

}  // namespace jig::inspect
