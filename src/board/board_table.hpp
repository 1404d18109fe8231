// SPDX-License-Identifier: Apache-2.0
// One [[board]] table of a bench file.
#pragma once

#include <filesystem>

#include "board/description.hpp"
#include "board/table_reader.hpp"

namespace jig::board {

// Paths in the table are relative to `folder`. What is wrong goes to the reader's FileErrors; the result is worth
// something only when there is nothing wrong.
[[nodiscard]] BoardDescription read_board(TableReader& table, const std::filesystem::path& folder);

}  // namespace jig::board
