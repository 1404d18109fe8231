// SPDX-License-Identifier: Apache-2.0
// One pre-decoded instruction: what the decoder makes of a half-word address and the executor runs.
#pragma once

#include <cstdint>

#include "machine/core/operations.hpp"

namespace jig::machine {

// What an instruction asks of an IT block it stands in, DDI 0403 A7.3.
inline constexpr std::uint8_t last_in_it_block = 1;  // a branch: UNPREDICTABLE unless last
inline constexpr std::uint8_t ignores_it_block = 2;  // BKPT is unconditional

struct Slot {
    Op op = Op::undecoded;
    Op it_op = Op::undecoded;  // what it means inside an IT block
    std::uint32_t imm = 0;     // immediate, offset, branch target, register list
    std::uint8_t d = 0;        // Rd or Rt
    std::uint8_t n = 0;        // Rn
    std::uint8_t m = 0;        // Rm
    std::uint8_t a = 0;        // Ra, Rt2, RdHi, condition, shift type, carry of an immediate
    std::uint8_t cost = 1;     // cycles, DDI 0337, "Processor instruction timings"
    std::uint8_t length = 1;   // half-words
    std::uint8_t it_rules = 0;
    std::uint8_t s = 0;  // shift amount, width, or why the encoding is refused
};
static_assert(sizeof(Slot) == 16, "address arithmetic in Exec counts on 16-byte slots");

// Why Op::undefined stands in a slot.
enum class Refusal : std::uint8_t { undefined, unpredictable };

// The instruction at `address`; `second` matters for 32-bit encodings only. Pure.
Slot decode(std::uint32_t address, std::uint16_t first, std::uint16_t second);

// Whether a first half-word opens a 32-bit instruction, DDI 0403 A5.1.
constexpr bool is_wide(std::uint16_t first) { return (first >> 11) >= 0b11101; }

}  // namespace jig::machine
