// SPDX-License-Identifier: Apache-2.0
// The board that --board names.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "board/description.hpp"

namespace jig::app {

// "BENCH.toml/BOARD"; nothing for an empty word. Errors: usage (form, no such board), bad_file.
[[nodiscard]] Result<std::optional<board::BoardDescription>> described_board(const std::string& word);

}  // namespace jig::app
