// SPDX-License-Identifier: Apache-2.0
// The 16-bit instructions, DDI 0403 A5.2.
#include <array>

#include "inspect/code/instruction_effect.hpp"

namespace jig::inspect {
namespace {

using Value = KnownRegisters::Value;

constexpr unsigned bits(std::uint16_t code, unsigned low, unsigned count) { return code >> low & ((1u << count) - 1); }

template <typename Operation>
Value combine(Value a, Value b, Operation operation) {
    if (!a || !b) return std::nullopt;
    return operation(*a, *b);
}

std::uint32_t plus(std::uint32_t a, std::uint32_t b) { return a + b; }
std::uint32_t minus(std::uint32_t a, std::uint32_t b) { return a - b; }

// LSL, LSR, ASR by a constant; ADD and SUB of a register or three bits (A5.2.1).
Effect shift_or_add(std::uint16_t code, KnownRegisters& registers) {
    const unsigned into = bits(code, 0, 3);
    const Value source = registers.get(bits(code, 3, 3));
    const unsigned amount = bits(code, 6, 5);
    Value value;
    switch (bits(code, 11, 2)) {
        case 0: value = source ? Value(*source << amount) : std::nullopt; break;
        case 1: value = source && amount != 0 ? Value(*source >> amount) : std::nullopt; break;
        case 3: {
            const Value other = bits(code, 10, 1) != 0 ? Value(bits(code, 6, 3)) : registers.get(bits(code, 6, 3));
            value = bits(code, 9, 1) != 0 ? combine(source, other, minus) : combine(source, other, plus);
            break;
        }
        default: break;  // ASR: addresses are not built with it
    }
    return take(2, into, value, ReferenceKind::computed, registers);
}

// MOV, CMP, ADD, SUB of eight bits.
Effect immediate(std::uint16_t code, KnownRegisters& registers) {
    const unsigned number = bits(code, 8, 3);
    const std::uint32_t constant = bits(code, 0, 8);
    switch (bits(code, 11, 2)) {
        case 0: return take(2, number, constant, ReferenceKind::immediate, registers);
        case 1: return {};
        case 2:
            return take(2, number, combine(registers.get(number), constant, plus), ReferenceKind::computed, registers);
        default:
            return take(2, number, combine(registers.get(number), constant, minus), ReferenceKind::computed, registers);
    }
}

// A5.2.2: what hides an address (MVN, NEG, EOR, ORR, BIC, AND) is followed.
Effect data_processing(std::uint16_t code, KnownRegisters& registers) {
    const unsigned into = bits(code, 0, 3);
    const Value own = registers.get(into);
    const Value other = registers.get(bits(code, 3, 3));
    Value value;
    switch (bits(code, 6, 4)) {
        case 0x0: value = combine(own, other, [](auto a, auto b) { return a & b; }); break;
        case 0x1: value = combine(own, other, [](auto a, auto b) { return a ^ b; }); break;
        case 0x8:
        case 0xA:
        case 0xB: return {};  // TST, CMP, CMN write nothing
        case 0x9: value = combine(Value(0u), other, minus); break;
        case 0xC: value = combine(own, other, [](auto a, auto b) { return a | b; }); break;
        case 0xD: value = combine(own, other, [](auto a, auto b) { return a * b; }); break;
        case 0xE: value = combine(own, other, [](auto a, auto b) { return a & ~b; }); break;
        case 0xF: value = combine(other, other, [](auto a, auto) { return ~a; }); break;
        default: break;
    }
    return take(2, into, value, ReferenceKind::computed, registers);
}

// ADD, CMP, MOV with all registers; BX and BLX (A5.2.3).
Effect special(std::uint16_t code, KnownRegisters& registers) {
    const unsigned into = bits(code, 0, 3) | bits(code, 7, 1) << 3;
    const Value source = registers.get(bits(code, 3, 4));
    switch (bits(code, 8, 2)) {
        case 0: return take(2, into, combine(registers.get(into), source, plus), ReferenceKind::computed, registers);
        case 1: return {};
        case 2: return take(2, into, source, ReferenceKind::computed, registers);
        default: break;
    }
    if (bits(code, 7, 1) == 0) return {.size = 2, .ends_flow = true, .reference = {}, .literal = {}};
    registers.forget_after_call();
    return {};
}

Effect load_or_store(Value address, bool load, unsigned size, unsigned data, KnownRegisters& registers) {
    const Effect effect = touch(2, address, load ? Access::read : Access::write, size);
    if (load) registers.forget(data);
    return effect;
}

// Register offset: STR STRH STRB LDRSB LDR LDRH LDRB LDRSH (A5.2.4).
Effect register_offset(std::uint16_t code, KnownRegisters& registers) {
    constexpr std::array<unsigned, 8> sizes = {4, 2, 1, 1, 4, 2, 1, 2};
    const unsigned operation = bits(code, 9, 3);
    const Value address = combine(registers.get(bits(code, 3, 3)), registers.get(bits(code, 6, 3)), plus);
    return load_or_store(address, operation >= 3, sizes[operation], bits(code, 0, 3), registers);
}

Effect immediate_offset(std::uint16_t code, unsigned size, KnownRegisters& registers) {
    const Value address = combine(registers.get(bits(code, 3, 3)), Value(bits(code, 6, 5) * size), plus);
    return load_or_store(address, bits(code, 11, 1) != 0, size, bits(code, 0, 3), registers);
}

// PUSH, POP, CBZ, extensions, IT, hints (A5.2.5).
Effect miscellaneous(std::uint16_t code, KnownRegisters& registers) {
    const bool pop = (code & 0xFE00) == 0xBC00;
    const bool extend_or_reverse = (code & 0xFF00) == 0xB200 || (code & 0xFF00) == 0xBA00;
    if (extend_or_reverse) registers.forget(bits(code, 0, 3));
    for (unsigned number = 0; pop && number < 8; ++number) {
        if (bits(code, number, 1) != 0) registers.forget(number);
    }
    return {.size = 2, .ends_flow = pop && bits(code, 8, 1) != 0, .reference = {}, .literal = {}};
}

Effect multiple(std::uint16_t code, KnownRegisters& registers) {
    const bool load = bits(code, 11, 1) != 0;
    const Effect effect = touch(2, registers.get(bits(code, 8, 3)), load ? Access::read : Access::write, 4);
    registers.forget(bits(code, 8, 3));
    for (unsigned number = 0; load && number < 8; ++number) {
        if (bits(code, number, 1) != 0) registers.forget(number);
    }
    return effect;
}

}  // namespace

Effect apply_narrow(const FlashView& flash, std::uint32_t address, std::uint16_t code, KnownRegisters& registers) {
    const std::uint32_t pc = (address + 4) & ~3u;
    const unsigned number = bits(code, 8, 3);
    switch (code >> 11) {
        case 0x00:
        case 0x01:
        case 0x02:
        case 0x03: return shift_or_add(code, registers);
        case 0x04:
        case 0x05:
        case 0x06:
        case 0x07: return immediate(code, registers);
        case 0x08: return bits(code, 10, 1) == 0 ? data_processing(code, registers) : special(code, registers);
        case 0x09: return load_literal(flash, 2, pc + 4 * bits(code, 0, 8), number, registers);
        case 0x0A:
        case 0x0B: return register_offset(code, registers);
        case 0x0C:
        case 0x0D: return immediate_offset(code, 4, registers);
        case 0x0E:
        case 0x0F: return immediate_offset(code, 1, registers);
        case 0x10:
        case 0x11: return immediate_offset(code, 2, registers);
        case 0x12: return {};  // STR to the stack
        case 0x13:
        case 0x15: registers.forget(number); return {};  // LDR from the stack, ADD Rd, SP
        case 0x14: return take(2, number, pc + 4 * bits(code, 0, 8), ReferenceKind::computed, registers);  // ADR
        case 0x16:
        case 0x17: return miscellaneous(code, registers);
        case 0x18:
        case 0x19: return multiple(code, registers);
        case 0x1A:
        case 0x1B: return {};                                                            // B<cond>, SVC
        default: return {.size = 2, .ends_flow = true, .reference = {}, .literal = {}};  // B
    }
}

}  // namespace jig::inspect
