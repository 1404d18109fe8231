// SPDX-License-Identifier: Apache-2.0
// Counterfactual boots in the order that needs the fewest: what is not flash one by one, then all of the flash at
// once, and only if that makes the difference, which part of it.
#pragma once

#include <optional>
#include <vector>

#include "inspect/boot/counterfactual.hpp"

namespace jig::inspect {

struct TrialSet {
    std::vector<Trial> single;   // everything that is not flash
    std::optional<Trial> flash;  // all flash that differs; nothing when none does
    // The smallest part of it that restores by itself; `where` has its ranges. Nothing when `flash` does not restore.
    std::optional<Trial> flash_part;
    std::size_t boots = 0;

    [[nodiscard]] bool anything_restores() const;
};

// Halving stops here; what is left is small enough, or needed together.
inline constexpr unsigned most_halvings = 12;

// Both boards were booted under `plan`; `golden_end` is how the golden one ended. A record that belongs to the UID goes
// with it: handed over alone, either would break a healthy board. Errors: as boot().
[[nodiscard]] Result<TrialSet> try_inputs(const World& golden, const World& copy, const BootPlan& plan,
                                          const BootRecord& golden_end, const std::vector<AddressRange>& unit_record);

}  // namespace jig::inspect
