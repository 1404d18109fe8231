// SPDX-License-Identifier: Apache-2.0
// What a boot showed, for a person and for a program.
#pragma once

#include "apps/jig/command.hpp"
#include "board/description.hpp"
#include "inspect/boot/boot_record.hpp"

namespace jig::app {

[[nodiscard]] std::string boot_text(const inspect::BootRecord& record, const board::BoardDescription& board);
// docs/formats/json.md prints it.
[[nodiscard]] Json boot_json(const inspect::BootRecord& record, const board::BoardDescription& board);

}  // namespace jig::app
