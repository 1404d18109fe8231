// SPDX-License-Identifier: Apache-2.0
// One instruction as capstone sees it: its text, the registers it writes, and whether it may go elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::inspect {

struct ReadInstruction {
    std::uint32_t size_bytes = 2;
    std::string text;           // "ldr r0, [r1, #4]"
    std::uint32_t written = 0;  // a bit a register, R0 to R15
    bool jumps = false;
};

class InstructionReader {
 public:
    // Errors: internal (capstone without ARM support).
    [[nodiscard]] static Result<InstructionReader> open();
    InstructionReader(InstructionReader&& other) noexcept;
    InstructionReader& operator=(InstructionReader&& other) noexcept;
    ~InstructionReader();

    // The instruction at the start of `code`; nothing when it is none.
    [[nodiscard]] std::optional<ReadInstruction> read(ByteView code, std::uint32_t address) const;

 private:
    explicit InstructionReader(std::size_t handle) : handle_(handle) {}
    std::size_t handle_ = 0;  // capstone's csh; 0: moved from
};

}  // namespace jig::inspect
