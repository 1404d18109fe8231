// SPDX-License-Identifier: Apache-2.0
// Cycles beyond what a slot costs by itself: loads that overlap with the access behind them, DDI 0337, "Load-store
// timings", and code on the System bus. docs/decisions/core-timing.md tells why these figures.
#pragma once

#include "machine/core/slot.hpp"

namespace jig::machine {

// A 32-bit instruction needs two words every two fetches of the registered System bus path.
inline constexpr unsigned system_bus_wide_cycles = 1;

inline constexpr unsigned exception_entry_cycles = 12;
inline constexpr unsigned exception_exit_cycles = 10;
inline constexpr unsigned tail_chain_cycles = 6;

// A single load without write-back.
[[nodiscard]] bool may_pipeline(const Slot& load);
// 1 when `next` is a single load or store that does not compute its address from what `load` loads.
[[nodiscard]] unsigned pipelined_saving(const Slot& load, const Slot& next);

}  // namespace jig::machine
