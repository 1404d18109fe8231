// SPDX-License-Identifier: Apache-2.0
// Where the golden firmware decides otherwise once one thing about its board is another: the first read of the
// identity, the branch, and the flash bytes that the decision depends on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/boot/checked_bytes.hpp"
#include "inspect/boot/divergence.hpp"
#include "machine/read_log.hpp"

namespace jig::inspect {

struct Decision {
    BootRecord unchanged;
    BootRecord changed;
    std::vector<std::string> differences;  // of how both ended; empty: nothing was decided
    std::optional<Divergence> branch;      // that sent them different ways
    Picoseconds shown_by{0};               // from then on somebody in front of the boards can tell them apart
    std::size_t boots = 0;

    // The first read of this kind, on the unchanged board.
    [[nodiscard]] const machine::LoggedRead* first_read(machine::ReadKind kind) const;
};

// Errors: as boot().
[[nodiscard]] Result<Decision> find_decision(const World& unchanged, const World& changed, const BootPlan& plan);

// The flash that the decision depends on when it follows a read of the UID, or of what no read is seen of; best first.
// Errors: as boot().
[[nodiscard]] Result<std::vector<CheckedBytes>> bytes_behind(const Decision& decision, const World& unchanged,
                                                             const World& changed, const BootPlan& plan);

// The flash that a measurement is weighed with, when it follows no read of an identity; best first. Errors: as boot().
[[nodiscard]] Result<std::vector<CheckedBytes>> weights_behind(const Decision& decision, const World& unchanged,
                                                               const BootPlan& plan);

// "0x08000b12 decides (cbz r0, #0x8000b20): the golden board goes on at … and the copy at …".
[[nodiscard]] std::string branch_sentence(const Divergence& branch, const World& world);
// The instruction as text, or nothing.
[[nodiscard]] std::string instruction_at(const World& world, std::uint32_t pc);

}  // namespace jig::inspect
