// SPDX-License-Identifier: Apache-2.0
// What a trace keeps of an instruction, or of what came between two.
#pragma once

#include <array>
#include <cstdint>

#include "machine/reset_cause.hpp"
#include "machine/time.hpp"

namespace jig::inspect {

// R0 to R12, SP, LR, PC, xPSR, as Chip::register_value() numbers them.
inline constexpr unsigned traced_registers = 17;
inline constexpr unsigned traced_xpsr = 16;
inline constexpr std::array<const char*, traced_registers> register_names = {
    "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc", "xpsr"};
using RegisterValues = std::array<std::uint32_t, traced_registers>;

enum class TraceKind : std::uint8_t { instruction, exception, reset, repeated };

struct TraceEntry {
    TraceKind kind = TraceKind::instruction;
    machine::ResetCause cause = machine::ResetCause::power_on;  // of a reset
    std::uint8_t code_bytes = 0;                                // 0: the instruction came over the bus
    std::array<std::uint8_t, 4> code{};
    std::uint32_t pc = 0;
    machine::Picoseconds at{0};  // when it began; of an exception, when its handler began
    std::uint64_t count = 0;     // instructions that were repeated; the exception's number
    RegisterValues after{};      // of an instruction
    std::uint32_t xpsr_before = 0;
    std::uint32_t changed = 0;  // a bit a register, R0 to LR
};

}  // namespace jig::inspect
