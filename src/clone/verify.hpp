// SPDX-License-Identifier: Apache-2.0
// Compares a board with an archive, without writing anything.
#pragma once

#include <vector>

#include "base/progress.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "clone/board.hpp"
#include "clone/report.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Reads the flash through the debug port and compares it with the archive outside `keep`; option bytes too when the
// archive has them. A difference is an answer, not an error: report.outcome is fail and report.differences says where.
// Errors: protection, refused (the archive is larger than the flash), and whatever reading meets.
[[nodiscard]] Result<void> verify_board(const image::BoardArchive& wanted, Board& board,
                                        const std::vector<AddressRange>& keep, Progress& progress, Report& report);

}  // namespace jig::clone
