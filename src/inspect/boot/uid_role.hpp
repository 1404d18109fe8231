// SPDX-License-Identifier: Apache-2.0
// What the unique ID is to a firmware, told from boots on invented chips. A lock does the same to all of them, or harms
// one; where the ID only sets a number, such as a bus address, a delay or a seed, every chip has an outcome of its own.
#pragma once

#include "inspect/boot/boot.hpp"

namespace jig::inspect {

struct UidRole {
    bool is_lock = true;
    std::size_t chips = 0;     // that were tried, and do not end as the golden board does
    std::size_t outcomes = 0;  // of theirs that differ from each other
    std::size_t boots = 0;
};

// A chip of the same kind that nobody made, which differs from `uid` in every word. `number` from 0.
[[nodiscard]] std::array<std::uint8_t, 12> invented_uid(const std::array<std::uint8_t, 12>& uid, unsigned number);

// Chance makes this many alike where the ID chooses one of two ways once in so many powers of two.
inline constexpr unsigned most_invented_chips = 5;
// Where boots are long: three chips that share an outcome are seldom chance.
inline constexpr unsigned fewest_invented_chips = 2;

// `golden_end` and `foreign_end` are how the golden board ended under this plan with its own unique ID, and with
// another one: not alike. Errors: as boot().
[[nodiscard]] Result<UidRole> find_uid_role(const World& golden, const BootPlan& plan, const BootRecord& golden_end,
                                            const BootRecord& foreign_end);

}  // namespace jig::inspect
