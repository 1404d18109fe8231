// SPDX-License-Identifier: Apache-2.0
// What a board keeps without power, in a folder of its own: flash, option bytes and the battery-backed registers,
// mapped, and a lock that lets one process at a time have the board.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "bench/os/file_descriptor.hpp"
#include "bench/state/mapped_file.hpp"
#include "board/description.hpp"
#include "machine/chip.hpp"

namespace jig::bench {

class StateFolder {
 public:
    // Takes the lock STATE/NAME.lock; makes STATE/NAME from the board's description when there is none. The folder
    // appears whole or not at all, whatever kills this process. Errors: internal (locked, not writable), bad_file
    // (contents that do not fit the part).
    static Result<StateFolder> open(const std::filesystem::path& state, const board::BoardDescription& board);

    // Whether some process has the board open. Errors: internal.
    static Result<bool> in_use(const std::filesystem::path& state, const std::string& board_name);

    [[nodiscard]] machine::ChipStorage storage() const;
    [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

 private:
    StateFolder(std::filesystem::path folder, FileDescriptor lock, MappedFile flash, MappedFile options,
                MappedFile backup);

    std::filesystem::path folder_;
    FileDescriptor lock_;
    MappedFile flash_;
    MappedFile option_bytes_;
    MappedFile backup_;
};

}  // namespace jig::bench
