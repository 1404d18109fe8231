// SPDX-License-Identifier: Apache-2.0
// Instructions as text, by capstone: evidence for a person. No analysis reads it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct InstructionText {
    std::uint32_t address = 0;
    Bytes bytes;
    std::string text;  // "ldr r0, [pc, #0x10]"
};

class Disassembler {
 public:
    // Errors: internal (capstone without ARM support).
    [[nodiscard]] static Result<Disassembler> open();
    Disassembler(Disassembler&& other) noexcept;
    Disassembler& operator=(Disassembler&& other) noexcept;
    ~Disassembler();

    // The instructions that begin in `range`; what is no instruction is shown as ".short 0xffff".
    [[nodiscard]] std::vector<InstructionText> lines(const FlashView& flash, const AddressRange& range) const;

 private:
    explicit Disassembler(std::size_t handle) : handle_(handle) {}
    std::size_t handle_ = 0;  // capstone's csh; 0: moved from
};

}  // namespace jig::inspect
