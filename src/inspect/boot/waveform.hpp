// SPDX-License-Identifier: Apache-2.0
// A boot's pins as a value change dump (IEEE 1364 section 18), which GTKWave opens.
#pragma once

#include <string>

#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

// Time unit 1 ns. Lamps appear under their names, every other pin that was driven as "PB7"; `lamps` are the described
// ones. A pin that is not driven is z; one that changed more often than the record keeps is x from there on, and a
// comment says so.
[[nodiscard]] std::string vcd_of(const BootRecord& record, const std::vector<board::Lamp>& lamps);

}  // namespace jig::inspect
