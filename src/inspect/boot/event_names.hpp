// SPDX-License-Identifier: Apache-2.0
// Resets and exceptions as a person calls them.
#pragma once

#include <string>

#include "machine/reset_cause.hpp"

namespace jig::inspect {

[[nodiscard]] const char* name_of(machine::ResetCause cause);
// By its number in IPSR: "HardFault", "SysTick", "IRQ37".
[[nodiscard]] std::string exception_name(unsigned number);

}  // namespace jig::inspect
