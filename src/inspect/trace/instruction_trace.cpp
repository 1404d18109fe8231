// SPDX-License-Identifier: Apache-2.0
#include "inspect/trace/instruction_trace.hpp"

#include <algorithm>

namespace jig::inspect {
namespace {

constexpr std::uint32_t exception_number = 0x1FF;  // IPSR
constexpr unsigned pc_number = 15;

}  // namespace

InstructionTrace::InstructionTrace(const machine::Chip& chip, Sink sink)
    : chip_(chip), sink_(std::move(sink)), instructions_(chip.instructions()), resets_(chip.resets()) {
    last_ = registers();
}

RegisterValues InstructionTrace::registers() const {
    RegisterValues values;
    for (unsigned number = 0; number < traced_registers; ++number) values[number] = chip_.register_value(number);
    return values;
}

void InstructionTrace::tell(const TraceEntry& entry) { full_ = full_ || !sink_(entry); }

void InstructionTrace::note_what_came_between(machine::Picoseconds now) {
    if (chip_.resets() != resets_) {
        resets_ = chip_.resets();
        tell(
            {.kind = TraceKind::reset, .cause = chip_.last_reset().value_or(machine::ResetCause::power_on), .at = now});
        return;
    }
    const std::uint32_t exception = chip_.register_value(traced_xpsr) & exception_number;
    if (exception != (last_[traced_xpsr] & exception_number))
        tell({.kind = TraceKind::exception, .at = now, .count = exception});
}

void InstructionTrace::note_repetition(machine::Picoseconds now) {
    const std::uint64_t repeated = chip_.instructions() - instructions_;
    if (repeated == 0) return;
    tell({.kind = TraceKind::repeated, .at = now, .count = repeated});
    instructions_ += repeated;
}

void InstructionTrace::begins(std::uint32_t address, std::span<const std::uint8_t> code) {
    const bool straight_on = open_.has_value();
    ended();
    if (full_) return;
    const machine::Picoseconds now = chip_.now();
    note_repetition(now);
    if (!straight_on) {
        note_what_came_between(now);
        last_ = registers();
    }
    if (full_) return;
    TraceEntry& entry = open_.emplace();
    entry.pc = address;
    entry.at = now;
    entry.xpsr_before = last_[traced_xpsr];
    entry.code_bytes = static_cast<std::uint8_t>(std::min(code.size(), entry.code.size()));
    std::copy_n(code.begin(), entry.code_bytes, entry.code.begin());
    ++instructions_;
}

void InstructionTrace::ended() {
    if (!open_) return;
    open_->after = registers();
    for (unsigned number = 0; number < pc_number; ++number)
        if (open_->after[number] != last_[number]) open_->changed |= 1U << number;
    last_ = open_->after;
    tell(*open_);
    open_.reset();
}

}  // namespace jig::inspect
