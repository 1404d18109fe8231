// SPDX-License-Identifier: Apache-2.0
// A stretch of flash as instructions in text: evidence for a person. No analysis reads it.
#pragma once

#include <string>
#include <vector>

#include "inspect/code/instruction_reader.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct InstructionText {
    std::uint32_t address = 0;
    Bytes bytes;
    std::string text;  // "ldr r0, [pc, #0x10]"
};

// The instructions that begin in `range`; what is no instruction is shown as ".short 0xffff".
[[nodiscard]] std::vector<InstructionText> disassembly(const InstructionReader& reader, const FlashView& flash,
                                                       const AddressRange& range);

}  // namespace jig::inspect
