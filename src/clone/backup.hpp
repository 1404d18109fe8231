// SPDX-License-Identifier: Apache-2.0
// The copy of a target that is taken, verified and on disk before anything is written to it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "clone/board.hpp"
#include "clone/identify.hpp"
#include "flash/programmer.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Where backups go and when this one is taken; the time is handed in, because drivers never read wall time.
struct BackupPlace {
    std::filesystem::path folder = "backups";
    std::chrono::sys_seconds utc{};
    std::string jig_version{};
};

// Makes sure that `flash`, as just read, is what the chip holds: against the chip's own CRC unit, or against a second
// read where that unit does not answer as ST's does. A first read that was wrong is replaced, once.
// Errors: mismatch (two reads differ), and whatever reading meets.
[[nodiscard]] Result<void> confirm_flash(Board& board, flash::FlashProgrammer& programmer, Bytes& flash,
                                         Progress& progress);

// The same by a second read alone, for a chip that must not be reset. Errors: as confirm_flash().
[[nodiscard]] Result<void> confirm_flash_by_reading(Board& board, ByteView flash, Progress& progress);

// Writes UID-UTC-N.jig with `flash`, option bytes and backup registers, marked with `mark`, flushed to the disk; the
// file. The core must be halted. Errors: internal (the disk), and whatever reading meets.
[[nodiscard]] Result<std::filesystem::path> store_backup(Board& board, const Identity& identity, ByteView flash,
                                                         const BackupPlace& place, std::string_view mark);

}  // namespace jig::clone
