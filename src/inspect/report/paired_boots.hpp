// SPDX-License-Identifier: Apache-2.0
// Both boards booted once more, to be drawn: what each showed, where their ways parted, and what each board's registers
// held when it came there.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "inspect/boot/divergence.hpp"
#include "inspect/findings/case.hpp"

namespace jig::inspect {

// Instructions that ran one behind the other: the addresses of the first and the last.
struct StraightRun {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

// A board behind the instruction that sent the two different ways.
struct BoardThere {
    Picoseconds at{0};
    std::array<std::uint32_t, 13> registers{};  // R0 to R12
};

struct Parting {
    Divergence branch;
    bool decides = false;  // it sent a board into code that the other never runs; else it is where they first part
    std::vector<StraightRun> before;  // what both ran last; ends with the branch
    std::vector<StraightRun> golden_after;
    std::vector<StraightRun> copy_after;
    std::optional<BoardThere> golden;  // nothing when the moment was not found
    std::optional<BoardThere> copy;
};

struct PairedBoots {
    BootRecord golden;
    std::optional<BootRecord> copy;
    std::vector<std::string> differences;  // of how both ended
    std::optional<Parting> parting;
    std::size_t boots = 0;
};

// Long enough for a person to see a lamp blink.
inline constexpr Picoseconds least_drawn = std::chrono::seconds{2};

// Errors: as boot().
[[nodiscard]] Result<PairedBoots> boot_pair(const Case& the_case);

// Of a path that was logged: the last runs before jump `jump`, of which the last ends at `branch_pc`; and those from
// `next` on, where the program went behind it.
inline constexpr std::size_t most_runs = 6;
[[nodiscard]] std::vector<StraightRun> runs_before(const std::vector<machine::Jump>& jumps, std::size_t jump,
                                                   std::uint32_t branch_pc);
[[nodiscard]] std::vector<StraightRun> runs_after(const std::vector<machine::Jump>& jumps, std::size_t jump,
                                                  std::uint32_t branch_pc, std::uint32_t next);

}  // namespace jig::inspect
