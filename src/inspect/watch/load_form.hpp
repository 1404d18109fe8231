// SPDX-License-Identifier: Apache-2.0
// What a Thumb load reads and into which registers: every load of ARMv7-M without the FP extension, DDI 0403 A5.2,
// A5.3.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace jig::inspect {

struct LoadForm {
    std::uint32_t size_bytes = 2;  // of the instruction
    std::uint32_t width = 4;       // of one access
    bool is_signed = false;
    unsigned base = 0;                   // 15: PC, aligned
    std::int32_t offset = 0;             // from the base to the first access
    std::optional<unsigned> index = {};  // a register added to it,
    unsigned shift = 0;                  // shifted left by that
    std::int32_t writeback = 0;          // what the base gains; 0: it stays as it is
    // The registers that take one access each, in order of address; 15 is a branch. Empty: TBB, TBH.
    std::vector<unsigned> targets = {};

    [[nodiscard]] bool loads(unsigned reg) const;
    [[nodiscard]] bool branches() const { return targets.empty() || loads(15); }
};

[[nodiscard]] constexpr bool is_wide(std::uint16_t first) { return (first & 0xF800) >= 0xE800; }

// Nothing when it is no load. `second` counts only for a 32-bit instruction.
[[nodiscard]] std::optional<LoadForm> load_form(std::uint16_t first, std::uint16_t second);

}  // namespace jig::inspect
