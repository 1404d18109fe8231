// SPDX-License-Identifier: Apache-2.0
// Whether two boots came to the same end, as somebody in front of the boards would judge.
#pragma once

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

}  // namespace jig::inspect
