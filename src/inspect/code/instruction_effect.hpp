// SPDX-License-Identifier: Apache-2.0
// What one Thumb-2 instruction does to known constants, and which addresses it names thereby. Only what compilers build
// addresses with is followed; every other instruction makes the registers unknown that it may write.
#pragma once

#include <optional>

#include "inspect/code/known_registers.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

enum class Access : std::uint8_t {
    address,  // a register now holds it
    read,
    write,
};
enum class ReferenceKind : std::uint8_t {
    literal,    // LDR from a literal pool
    immediate,  // MOVW and MOVT, or MOV
    computed,   // base + offset, or other arithmetic with constants
    word,       // a word in flash that no instruction was seen to load
};

struct Reference {
    std::uint32_t to = 0;
    std::uint32_t from = 0;  // the instruction, or the word
    Access access = Access::address;
    ReferenceKind kind = ReferenceKind::literal;
    unsigned bytes = 0;  // of a read or write
    friend auto operator<=>(const Reference&, const Reference&) = default;
};

struct Effect {
    std::uint32_t size = 2;                // of the instruction
    bool ends_flow = false;                // what follows is not reached from here
    std::optional<Reference> reference;    // without `from`
    std::optional<std::uint32_t> literal;  // the address of the literal that was loaded
};

// The instruction at `address`, of which the first half-word is in `flash`. DDI 0403 A5 and A7 name the encodings.
[[nodiscard]] Effect apply_instruction(const FlashView& flash, std::uint32_t address, KnownRegisters& registers);

// The 16-bit and the 32-bit half of apply_instruction.
[[nodiscard]] Effect apply_narrow(const FlashView& flash, std::uint32_t address, std::uint16_t code,
                                  KnownRegisters& registers);
[[nodiscard]] Effect apply_wide(const FlashView& flash, std::uint32_t address, std::uint32_t code,
                                KnownRegisters& registers);

// For both halves: a literal load, a read or write at a known address, a constant that a register takes.
[[nodiscard]] Effect load_literal(const FlashView& flash, std::uint32_t size, std::uint32_t at, unsigned into,
                                  KnownRegisters& registers);
[[nodiscard]] Effect touch(std::uint32_t size, KnownRegisters::Value address, Access access, unsigned bytes);
[[nodiscard]] Effect take(std::uint32_t size, unsigned into, KnownRegisters::Value value, ReferenceKind kind,
                          KnownRegisters& registers);

}  // namespace jig::inspect
