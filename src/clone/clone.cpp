// SPDX-License-Identifier: Apache-2.0
#include "clone/clone.hpp"

#include "clone/job.hpp"
#include "clone/restore.hpp"

namespace jig::clone {

Outcome outcome_of(const Error& error) {
    switch (error.kind) {
        case ErrorKind::protection:
        case ErrorKind::refused:
        case ErrorKind::mismatch: return Outcome::fail;
        case ErrorKind::usage:
        case ErrorKind::bad_file:
        case ErrorKind::no_probe:
        case ErrorKind::link:
        case ErrorKind::timeout:
        case ErrorKind::wait:
        case ErrorKind::fault:
        case ErrorKind::unsupported:
        case ErrorKind::interrupted:
        case ErrorKind::internal: return Outcome::error;
    }
    return Outcome::error;
}

Result<void> clone_board(const image::BoardArchive& source, Board& board, const CloneOrder& order, Progress& progress,
                         Report& report) {
    const Result<void> done = Job(source, board, order, progress, report).run();
    report.outcome = done ? Outcome::pass : outcome_of(done.error());
    return done;
}

Result<void> restore_board(const image::BoardArchive& backup, Board& board, const CloneOrder& order, Progress& progress,
                           Report& report) {
    if (backup.identity.uid) {
        Uid uid{};
        TRY(board.memory().read(chip::uid_address, uid));
        if (uid != *backup.identity.uid) {
            report.notes.push_back("the backup was made of the chip " + to_hex(*backup.identity.uid) + ", this is " +
                                   to_hex(uid));
        }
    }
    if (backup.has_mark(half_written)) {
        report.notes.emplace_back(
            "this backup was taken of a board that an interrupted run had left half-written; an older one of the same "
            "chip "
            "holds what was there before");
    }
    return clone_board(backup, board, order, progress, report);
}

}  // namespace jig::clone
