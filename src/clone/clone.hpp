// SPDX-License-Identifier: Apache-2.0
// The job: makes a target hold what an archive holds, except what belongs to the target. Everything is checked before
// anything is written, the target is backed up first, and PASS is what the debug port read back.
#pragma once

#include "base/progress.hpp"
#include "base/result.hpp"
#include "clone/backup.hpp"
#include "clone/board.hpp"
#include "clone/policy.hpp"
#include "clone/report.hpp"
#include "image/archive.hpp"

namespace jig::clone {

struct CloneOrder {
    WritePolicy policy;
    BackupPlace backup;
    VerifyMode verify = VerifyMode::read;  // crc: believed of an earlier backup too, which then is not read again
    bool dry_run = false;  // plan only: the report holds the plan, nothing is written and no backup is made
};

// Writes `source` to the board behind `target`. `report` tells what was done, also when the job failed. Cloning
// straight from a golden board is capture() of that board, then this. Errors: refused, protection, mismatch (the
// read-back differs; the report lists where), and whatever the link meets.
[[nodiscard]] Result<void> clone_board(const image::BoardArchive& source, Board& board, const CloneOrder& order,
                                       Progress& progress, Report& report);

// Says what kind of outcome an error is, for the report: fail when the board or the image said no.
[[nodiscard]] Outcome outcome_of(const Error& error);

}  // namespace jig::clone
