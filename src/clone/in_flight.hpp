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

// On a backup from before the first erase until its run has passed. image::options_in_flight joins it while the option
// bytes are between erased and written.
inline constexpr std::string_view clone_in_flight = "clone-in-flight";

struct Unfinished {
    std::filesystem::path file;
    image::BoardArchive archive;
};

// The backups of this chip in `folder` whose runs did not end, the oldest first: that one holds what was on the board
// before any of them. A chip without a UID of its own has none. Errors: bad_file (a marked backup is broken), internal.
[[nodiscard]] Result<std::vector<Unfinished>> find_unfinished(const std::filesystem::path& folder, const Uid& uid);

// Takes both marks off. Errors: internal.
[[nodiscard]] Result<void> clear_marks(const std::filesystem::path& file);

}  // namespace jig::clone
