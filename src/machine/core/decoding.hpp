// SPDX-License-Identifier: Apache-2.0
// What the decoder's files share: one function per class of DDI 0403 A5, and how a slot is begun or refused.
#pragma once

#include <bit>
#include <cstdint>

#include "machine/core/slot.hpp"

namespace jig::machine {

// A5.2: 16-bit instructions.
Slot decode_narrow(std::uint32_t address, std::uint16_t code);

// A5.3: 32-bit instructions by class; `code` is both half-words, the first on top.
Slot decode_block_transfer(std::uint32_t code);                               // A5.3.5
Slot decode_dual_exclusive_table(std::uint32_t address, std::uint32_t code);  // A5.3.6
Slot decode_single_transfer(std::uint32_t address, std::uint32_t code);       // A5.3.7 to A5.3.10
Slot decode_shifted_register(std::uint32_t code);                             // A5.3.11
Slot decode_modified_immediate(std::uint32_t code);                           // A5.3.1
Slot decode_plain_immediate(std::uint32_t address, std::uint32_t code);       // A5.3.3
Slot decode_register_operation(std::uint32_t code);                           // A5.3.12
Slot decode_multiply(std::uint32_t code);                                     // A5.3.16
Slot decode_long_multiply(std::uint32_t code);                                // A5.3.17
Slot decode_branch_and_control(std::uint32_t address, std::uint32_t code);    // A5.3.4
Slot decode_coprocessor(std::uint32_t code);                                  // A5.3.18

inline Slot slot_of(Op op, Op it_op) {
    Slot slot;
    slot.op = op;
    slot.it_op = it_op;
    return slot;
}
inline Slot slot_of(Op op) { return slot_of(op, op); }
// An instruction that no IT block may hold.
inline Slot slot_outside_it(Op op) { return slot_of(op, Op::undefined); }
// A branch, which must be the last of its IT block.
inline Slot slot_last_in_it(Op op) {
    Slot slot = slot_of(op);
    slot.it_rules = last_in_it_block;
    return slot;
}
inline Slot refused(Refusal why) {
    Slot slot = slot_of(Op::undefined);
    slot.s = static_cast<std::uint8_t>(why);
    return slot;
}
inline Slot undefined_slot() { return refused(Refusal::undefined); }
inline Slot unpredictable_slot() { return refused(Refusal::unpredictable); }

constexpr std::uint32_t bits(std::uint32_t code, unsigned high, unsigned low) {
    return (code >> low) & ((2u << (high - low)) - 1);
}
constexpr bool bit(std::uint32_t code, unsigned index) { return (code >> index & 1) != 0; }
constexpr std::uint8_t field(std::uint32_t code, unsigned high, unsigned low) {
    return static_cast<std::uint8_t>(bits(code, high, low));
}
constexpr std::uint32_t sign_extended(std::uint32_t value, unsigned width) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(value << (32 - width)) >> (32 - width));
}
// R13 and R15, which most 32-bit encodings must not name.
constexpr bool is_sp_or_pc(unsigned reg) { return reg == 13 || reg == 15; }

// Order of the forms of an operation in operations.hpp.
inline constexpr unsigned form_imm = 0;
inline constexpr unsigned form_reg = 2;
inline constexpr unsigned form_shift = 4;
inline constexpr unsigned sets_flags = 1;
inline constexpr unsigned compare_reg = 1;
inline constexpr unsigned compare_shift = 2;

// DDI 0337, "Processor instruction timings".
inline constexpr std::uint8_t load_cycles = 2;
inline constexpr std::uint8_t multiply_add_cycles = 2;
inline constexpr std::uint8_t long_multiply_cycles = 4;      // 3 to 5 by the operands
inline constexpr std::uint8_t long_multiply_add_cycles = 5;  // 4 to 7
inline constexpr std::uint8_t divide_cycles = 2;             // and up to 10 more by the quotient
inline constexpr std::uint8_t isb_cycles = 3;
inline constexpr std::uint8_t special_register_cycles = 2;

}  // namespace jig::machine
