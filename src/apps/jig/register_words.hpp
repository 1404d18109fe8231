// SPDX-License-Identifier: Apache-2.0
// A core's registers, for a person and for a program.
#pragma once

#include <span>
#include <string>

#include "apps/jig/command.hpp"

namespace jig::app {

// `values`: R0 to R12, SP, LR, PC, xPSR. Four in a line.
[[nodiscard]] std::string registers_text(std::span<const std::uint32_t> values);
// {"r0": "0x00000000", …, "xpsr": "0x01000000"}
[[nodiscard]] Json registers_json(std::span<const std::uint32_t> values);

}  // namespace jig::app
