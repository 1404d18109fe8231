// SPDX-License-Identifier: Apache-2.0
// When a boot comes to an address, and what the registers hold then.
#pragma once

#include <optional>

#include "inspect/boot/boot.hpp"
#include "inspect/trace/trace_entry.hpp"

namespace jig::inspect {

struct Arrival {
    Picoseconds at{0};  // just before the instruction there runs for the first time
    RegisterValues registers{};
};

// Nothing when the plan's time is over before. Errors: as Boot::start().
[[nodiscard]] Result<std::optional<Arrival>> arrival_at(std::uint32_t address, const World& world,
                                                        const BootPlan& plan);

}  // namespace jig::inspect
