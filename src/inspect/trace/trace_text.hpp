// SPDX-License-Identifier: Apache-2.0
// A trace's lines, as docs/formats/trace.md prints them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "inspect/code/instruction_reader.hpp"
#include "inspect/trace/trace_entry.hpp"

namespace jig::inspect {

class TraceText {
 public:
    // Errors: internal (capstone without ARM support).
    [[nodiscard]] static Result<TraceText> open();

    // One line, with its end.
    [[nodiscard]] std::string line_of(const TraceEntry& entry);

 private:
    // capstone takes longer than the instruction did; a program runs the same ones again and again.
    struct Known {
        std::uint32_t code = 0;
        std::uint8_t code_bytes = 0;
        std::uint32_t it_state = 0;
        std::string columns;
        std::uint32_t written = 0;  // a bit a register, R0 to R15
    };
    static constexpr std::size_t most_known = 65'536;

    explicit TraceText(InstructionReader reader) : reader_(std::move(reader)) {}
    const Known& known(const TraceEntry& entry);
    [[nodiscard]] std::optional<ReadInstruction> read(const TraceEntry& entry) const;
    [[nodiscard]] std::string instruction_line(const TraceEntry& entry);

    InstructionReader reader_;
    std::unordered_map<std::uint32_t, Known> known_;
};

}  // namespace jig::inspect
