// SPDX-License-Identifier: Apache-2.0
// The copy of a target that is taken, verified and on disk before anything is written to it.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "clone/identify.hpp"
#include "dap/target.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Where backups go and when this one is taken; the time is handed in, because drivers never read wall time.
struct BackupPlace {
    std::filesystem::path folder = "backups";
    std::chrono::sys_seconds utc{};
};

struct Backup {
    std::filesystem::path file;
    image::BoardArchive archive;
};

// Reads flash, option bytes, UID and backup registers, verifies the flash against the chip's own CRC unit (twice read
// where that unit does not answer), writes UID-UTC-N.jig and syncs it. The core is left halted after a reset, its SRAM
// used. Errors: protection, internal (disk), mismatch (two reads differ), and whatever reading meets.
[[nodiscard]] Result<Backup> back_up(dap::Target& target, const Identity& identity, const BackupPlace& place,
                                     Progress& progress);

}  // namespace jig::clone
