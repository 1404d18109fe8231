// SPDX-License-Identifier: Apache-2.0
// Whether two boots came to the same end, as somebody in front of the boards would judge.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

// What differs, one sentence each, golden first; empty: alike. Lamps and pins are compared by what they do in the
// second half (level, blinking, its period within 5 %), UART text without its digits, for serial numbers and measured
// values may differ between healthy boards.
[[nodiscard]] std::vector<std::string> outcome_differences(const BootRecord& golden, const BootRecord& copy);
[[nodiscard]] inline bool alike(const BootRecord& golden, const BootRecord& copy) {
    return outcome_differences(golden, copy).empty();
}

// Whether there is something that all of the others do alike and the golden board does not: a lamp, what is said on a
// UART, how it ends.
[[nodiscard]] bool share_another_outcome(const BootRecord& golden, std::span<const BootRecord> others);
// Whether a board fails that the golden board's firmware should not let fail: faults and resets of its own, or no life.
[[nodiscard]] bool ends_worse(const BootRecord& golden, const BootRecord& other);

}  // namespace jig::inspect
