// SPDX-License-Identifier: Apache-2.0
// The top of the decoder: which class an encoding belongs to, DDI 0403 A5.1 and A5.3.
#include "machine/core/decoding.hpp"

namespace jig::machine {

namespace {

Slot decode_memory_class(std::uint32_t address, std::uint32_t code) {
    if (bit(code, 26)) return decode_coprocessor(code);
    if (bit(code, 25)) return decode_shifted_register(code);
    return bit(code, 22) ? decode_dual_exclusive_table(address, code) : decode_block_transfer(code);
}

Slot decode_immediate_class(std::uint32_t address, std::uint32_t code) {
    if (bit(code, 15)) return decode_branch_and_control(address, code);
    return bit(code, 25) ? decode_plain_immediate(address, code) : decode_modified_immediate(code);
}

Slot decode_register_class(std::uint32_t address, std::uint32_t code) {
    if (bit(code, 26)) return decode_coprocessor(code);
    if (!bit(code, 25)) return decode_single_transfer(address, code);
    if (!bit(code, 24)) return decode_register_operation(code);
    return bit(code, 23) ? decode_long_multiply(code) : decode_multiply(code);
}

Slot decode_wide(std::uint32_t address, std::uint32_t code) {
    switch (bits(code, 28, 27)) {
        case 0b01: return decode_memory_class(address, code);
        case 0b10: return decode_immediate_class(address, code);
        default: return decode_register_class(address, code);
    }
}

}  // namespace

Slot decode_coprocessor(std::uint32_t code) {
    const std::uint32_t op1 = bits(code, 25, 20);
    const bool nothing = (op1 & 0b111110) == 0 || (op1 & 0b110000) == 0b110000;
    return nothing ? undefined_slot() : slot_of(Op::no_coprocessor);
}

Slot decode(std::uint32_t address, std::uint16_t first, std::uint16_t second) {
    if (!is_wide(first)) return decode_narrow(address, first);
    Slot slot = decode_wide(address, static_cast<std::uint32_t>(first) << 16 | second);
    slot.length = 2;
    return slot;
}

}  // namespace jig::machine
