// SPDX-License-Identifier: Apache-2.0
// The [[board.device]] tables of a bench file.
#pragma once

#include <filesystem>

#include "board/description.hpp"
#include "board/table_reader.hpp"

namespace jig::board {

// Reads the devices of one board into it; contents are not loaded yet.
void read_devices(TableReader& board_table, BoardDescription& board, const std::filesystem::path& folder);

// Loads the contents that the devices of a board name. Errors: bad_file, with the file and what fits.
[[nodiscard]] Result<void> load_device_contents(BoardDescription& board);

}  // namespace jig::board
