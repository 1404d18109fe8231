// SPDX-License-Identifier: Apache-2.0
// What a boot showed, for a person and for a program.
#pragma once

#include "apps/jig/boot_work.hpp"
#include "apps/jig/command.hpp"

namespace jig::app {

[[nodiscard]] std::string boot_text(const BootAnswer& answer);
// docs/formats/json.md prints it.
[[nodiscard]] Json boot_json(const BootAnswer& answer);

}  // namespace jig::app
