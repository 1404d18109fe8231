// SPDX-License-Identifier: Apache-2.0
// Which part of a flash holds something: used runs between stretches of erased bytes.
#pragma once

#include <vector>

#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

// Runs of used flash; erased stretches shorter than `least_gap` bytes belong to the run around them. A run begins and
// ends with a byte that is not erased.
[[nodiscard]] std::vector<AddressRange> used_runs(const FlashView& flash, std::uint32_t least_gap);

// The used bytes around `inner` up to `least_gap` erased bytes on either side; at least `inner` itself.
[[nodiscard]] AddressRange island_around(const FlashView& flash, const AddressRange& inner, std::uint32_t least_gap,
                                         std::uint32_t most_bytes);

[[nodiscard]] bool is_erased(ByteView bytes);

}  // namespace jig::inspect
