// SPDX-License-Identifier: Apache-2.0
// Which instruction read a watched address, told from a core that halted behind it. A DWT match halts once the access
// is done (DDI 0403 C1.5.1 lets further instructions pass first), so the halted PC is not that of the access.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/range.hpp"
#include "inspect/code/instruction_reader.hpp"
#include "inspect/watch/code_window.hpp"

namespace jig::inspect {

struct HaltedCore {
    std::uint32_t pc = 0;
    std::uint32_t xpsr = 0;
    // R0 to LR by number, nothing when it cannot be had. Asked once for each register that matters, because a probe
    // takes longer to hand over one than the program to run on.
    std::function<std::optional<std::uint32_t>(unsigned)> reg = {};
};

struct WatchedRead {
    std::optional<std::uint32_t> address;
    std::optional<std::uint32_t> value;  // as many bytes as were read
};

struct AccessSite {
    std::uint32_t pc = 0;
    std::string disassembly;
    std::vector<WatchedRead> reads;  // at least one; several for LDM and LDRD
};

// What memory holds at an address, 1, 2 or 4 bytes; nothing where reading might change something, or fails.
using Peek = std::function<std::optional<std::uint32_t>(std::uint32_t address, std::uint32_t width)>;

// The place that read from one of the `watched` ranges: one when it is certain, several when it is one of them, none
// when no load in reach fits. At most `most_instructions_late` instructions may have followed the access.
inline constexpr unsigned most_instructions_late = 2;
[[nodiscard]] std::vector<AccessSite> find_access(const InstructionReader& reader, const CodeWindow& code,
                                                  const HaltedCore& core, std::span<const AddressRange> watched,
                                                  const Peek& peek);

// How much code to read around the halted PC: conditional branches in 16 bits reach 256 bytes, and 1 KB more is one
// transfer of most probes.
inline constexpr std::uint32_t code_before = 1024;
inline constexpr std::uint32_t code_after = 512;

}  // namespace jig::inspect
