// SPDX-License-Identifier: Apache-2.0
// Both boots over time, signal by signal, each board below the other, with the moment at which their ways parted.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/signals.hpp"

namespace jig::inspect {

[[nodiscard]] Html timeline(const Case& the_case, const PairedBoots& boots);
// What each board wrote to its serial ports, line by line with the time.
[[nodiscard]] Html transcripts(const PairedBoots& boots);

}  // namespace jig::inspect
