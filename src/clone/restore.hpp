// SPDX-License-Identifier: Apache-2.0
// Puts a backup back on its board: the same job as a clone, keeping nothing, and refusing another board's backup less
// strictly than a clone would: the archive decides, the UID is only noted.
#pragma once

#include "clone/clone.hpp"

namespace jig::clone {

// Errors: as clone_board().
[[nodiscard]] Result<void> restore_board(const image::BoardArchive& backup, Board& board, const CloneOrder& order,
                                         Progress& progress, Report& report);

}  // namespace jig::clone
