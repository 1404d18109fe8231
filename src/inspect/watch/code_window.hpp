// SPDX-License-Identifier: Apache-2.0
// The code around a halted program counter, and how the program may have come to one of its addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace jig::inspect {

struct CodeWindow {
    std::uint32_t base = 0;  // even
    Bytes bytes;

    // Nothing outside the window.
    [[nodiscard]] std::optional<std::uint16_t> half(std::uint32_t address) const;
    // From `address` on; empty outside.
    [[nodiscard]] ByteView from(std::uint32_t address) const;
};

// Where the instruction may lie that was executed before the one at `address`: the one or two in front of it, and every
// direct branch to it. Data that looks like code is among them.
[[nodiscard]] std::vector<std::uint32_t> predecessors(const CodeWindow& code, std::uint32_t address);

// False when the instruction at `address` stands in an IT block and `xpsr` says that it was skipped.
[[nodiscard]] bool may_have_run(const CodeWindow& code, std::uint32_t address, std::uint32_t xpsr);

}  // namespace jig::inspect
