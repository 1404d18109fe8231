// SPDX-License-Identifier: Apache-2.0
// Two paths of one program beside each other: where they part, whether they join again, and which parting decided.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "machine/path_log.hpp"

namespace jig::inspect {

struct Divergence {
    std::uint32_t pc = 0;           // the last instruction both ran: a branch
    std::uint32_t golden_next = 0;  // where each went from there
    std::uint32_t copy_next = 0;
    bool golden_alone = false;  // the copy never ran the code that golden went to, in its whole boot
    bool copy_alone = false;    // and the other way round
    // Jumps each made until both did the same again; nothing: never.
    struct Rejoining {
        std::size_t golden_jumps = 0;
        std::size_t copy_jumps = 0;
    };
    std::optional<Rejoining> rejoining;
    std::size_t golden_jump = 0;  // how many jumps lie before it
    std::size_t copy_jump = 0;
};

struct PathComparison {
    std::vector<Divergence> divergences;  // in order; the first most_divergences
    // Of those, the one that decided: after it each board, or at least one, runs code that the other never runs.
    std::optional<std::size_t> decisive;
};

// More are data-dependent loops, or two programs that have nothing to do with each other any more.
inline constexpr std::size_t most_divergences = 256;

// `flash` is what lies at 0x08000000 of the golden board: it tells how long an instruction is.
[[nodiscard]] PathComparison compare_paths(const machine::PathLog& golden, const machine::PathLog& copy,
                                           ByteView flash);

}  // namespace jig::inspect
