// SPDX-License-Identifier: Apache-2.0
// 32-bit branches, special registers, hints and barriers, DDI 0403 A5.3.4.
#include "machine/core/decoding.hpp"

namespace jig::machine {

namespace {

Slot branch_to(Slot slot, std::uint32_t address, std::uint32_t offset) {
    slot.imm = address + 4 + offset;
    return slot;
}

// B T4 and BL: 25 bits with the inverted J bits.
std::uint32_t long_offset(std::uint32_t code) {
    const std::uint32_t s = bits(code, 26, 26);
    const std::uint32_t i1 = ~(bits(code, 13, 13) ^ s) & 1;
    const std::uint32_t i2 = ~(bits(code, 11, 11) ^ s) & 1;
    return sign_extended(s << 24 | i1 << 23 | i2 << 22 | bits(code, 25, 16) << 12 | bits(code, 10, 0) << 1, 25);
}

Slot conditional(std::uint32_t address, std::uint32_t code) {
    Slot slot = slot_outside_it(Op::bcond_far);
    slot.a = field(code, 25, 22);
    const std::uint32_t offset = bits(code, 26, 26) << 20 | bits(code, 11, 11) << 19 | bits(code, 13, 13) << 18 |
                                 bits(code, 21, 16) << 12 | bits(code, 10, 0) << 1;
    return branch_to(slot, address, sign_extended(offset, 21));
}

bool is_special_register(unsigned sysm) { return sysm <= 3 || (sysm >= 5 && sysm <= 9) || (sysm >= 16 && sysm <= 20); }

Slot msr(std::uint32_t code) {
    const unsigned n = bits(code, 19, 16);
    const unsigned sysm = bits(code, 7, 0);
    const unsigned mask = bits(code, 11, 10);
    const bool reserved = bit(code, 20) || bit(code, 13) || bits(code, 9, 8) != 0;
    if (reserved || is_sp_or_pc(n) || !is_special_register(sysm)) return unpredictable_slot();
    if (mask != 2) return unpredictable_slot();  // the GE bits are of the DSP extension
    Slot slot = slot_of(Op::msr);
    slot.n = static_cast<std::uint8_t>(n);
    slot.a = static_cast<std::uint8_t>(mask);
    slot.imm = sysm;
    slot.cost = special_register_cycles;
    return slot;
}

Slot mrs(std::uint32_t code) {
    const unsigned d = bits(code, 11, 8);
    const unsigned sysm = bits(code, 7, 0);
    const bool reserved = bits(code, 20, 16) != 0b01111 || bit(code, 13);
    if (reserved || is_sp_or_pc(d) || !is_special_register(sysm)) return unpredictable_slot();
    Slot slot = slot_of(Op::mrs);
    slot.d = static_cast<std::uint8_t>(d);
    slot.imm = sysm;
    slot.cost = special_register_cycles;
    return slot;
}

// A5.3.4 table A5-14.
Slot hint(std::uint32_t code) {
    if (bits(code, 10, 8) != 0) return undefined_slot();
    if (bits(code, 19, 16) != 15 || bit(code, 13) || bit(code, 11)) return unpredictable_slot();
    switch (bits(code, 7, 0)) {
        case 2: return slot_of(Op::wfe);
        case 3: return slot_of(Op::wfi);
        case 4: return slot_of(Op::sev);
        default: return slot_of(Op::nop);  // YIELD, DBG and unallocated hints
    }
}

Slot barrier(std::uint32_t code) {
    const unsigned op = bits(code, 7, 4);
    if (op != 2 && (op < 4 || op > 6)) return undefined_slot();
    if (bits(code, 19, 16) != 15 || bit(code, 13) || bits(code, 11, 8) != 15) return unpredictable_slot();
    if (op == 2) return bits(code, 3, 0) == 15 ? slot_of(Op::clrex) : unpredictable_slot();
    Slot slot = slot_of(Op::nop);
    if (op == 6) slot.cost = isb_cycles;
    return slot;
}

}  // namespace

Slot decode_branch_and_control(std::uint32_t address, std::uint32_t code) {
    if (bit(code, 12)) {
        Slot slot = slot_last_in_it(bit(code, 14) ? Op::bl_far : Op::b_far);
        return branch_to(slot, address, long_offset(code));
    }
    if (bit(code, 14)) return undefined_slot();  // BLX to ARM state, and UDF
    const unsigned op = bits(code, 26, 20);
    if ((op & 0b0111000) != 0b0111000) return conditional(address, code);
    switch (op) {
        case 0b0111000:
        case 0b0111001: return msr(code);
        case 0b0111010: return hint(code);
        case 0b0111011: return barrier(code);
        case 0b0111110:
        case 0b0111111: return mrs(code);
        default: return undefined_slot();
    }
}

}  // namespace jig::machine
