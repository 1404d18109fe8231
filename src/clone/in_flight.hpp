// SPDX-License-Identifier: Apache-2.0
// What an earlier run left behind: a backup is marked while its board is being written, so that the next run knows that
// the board's own bytes are in that backup and no longer on the board.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "clone/identify.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// On a backup from before the first erase until its run, or a later one, has passed: it holds what was on the board
// before it was half-written. image::options_in_flight joins it while the option bytes are between erased and written.
// Backups that later runs take of the half-written board get no such mark, so at most one backup of a chip has it.
inline constexpr std::string_view clone_in_flight = "clone-in-flight";

// On a backup of a board that an interrupted run had left half-written.
inline constexpr std::string_view half_written = "half-written";

struct Unfinished {
    std::filesystem::path file;
    image::BoardArchive archive;
};

// The backups of this chip in `folder`, oldest first. Errors: internal (the folder cannot be listed).
[[nodiscard]] Result<std::vector<std::filesystem::path>> backups_of(const std::filesystem::path& folder,
                                                                    const Uid& uid);

// The backup of this chip in `folder` whose run did not end; nothing when there is none, or when the chip has no UID of
// its own. Errors: bad_file (a backup is broken, and it might be the one), internal (the folder cannot be listed).
[[nodiscard]] Result<std::optional<Unfinished>> find_unfinished(const std::filesystem::path& folder, const Uid& uid);

// Takes both marks off. Errors: internal.
[[nodiscard]] Result<void> clear_marks(const std::filesystem::path& file);

}  // namespace jig::clone
