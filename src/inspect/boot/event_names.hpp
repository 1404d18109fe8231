// SPDX-License-Identifier: Apache-2.0
// Resets, exceptions and reads of identity as a person calls them.
#pragma once

#include <string>
#include <string_view>

#include "machine/read_log.hpp"
#include "machine/reset_cause.hpp"

namespace jig::inspect {

[[nodiscard]] const char* name_of(machine::ResetCause cause);
// By its number in IPSR: "HardFault", "SysTick", "IRQ37".
[[nodiscard]] std::string exception_name(unsigned number);
// "the UID"; empty for what every board reads.
[[nodiscard]] std::string_view identity_words(machine::ReadKind kind);

}  // namespace jig::inspect
