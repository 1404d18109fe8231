// SPDX-License-Identifier: Apache-2.0
// Option bytes of a board as raw 16 bytes: read, written, and what takes effect when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "clone/backup.hpp"
#include "clone/board.hpp"
#include "clone/identify.hpp"

namespace jig::clone {

struct OptionState {
    std::optional<OptionBytes>
        stored{};                 // what lies in the option byte area now; a bootloader hides it under protection
    std::uint32_t flash_obr = 0;  // what was loaded at the last reset and is in force
    std::uint32_t flash_wrpr = 0;
    bool read_protected = false;
};

[[nodiscard]] Result<OptionState> read_options(Board& board);

// Writes `wanted` where it differs from what is stored, complements included, and resets the board so that it loads
// them. The board is backed up first, without a reset where one would put a pending protection in force: a power cut
// between erase and write leaves the chip read-protected. Never lifts protection that is in force.
// Answers sentences that say what was written and what takes effect when (protection: at the next power-on).
// Errors: protection (the chip is read-protected: `jig unlock`), mismatch (they do not read back), and the link's.
[[nodiscard]] Result<std::vector<std::string>> write_options(Board& board, const OptionBytes& wanted,
                                                             const BackupPlace& place, Progress& progress);

}  // namespace jig::clone
