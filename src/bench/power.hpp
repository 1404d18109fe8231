// SPDX-License-Identifier: Apache-2.0
// Takes a board's power away and gives it back, from another process than the one that serves the board.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace jig::bench {

enum class PowerReply {
    switched,    // the serving process did it
    not_served,  // nobody has the board open: it has no power, and gets it when it is opened
};

// Errors: bad_file (bench file), usage (no such board), internal (a process has the board open and does not answer).
[[nodiscard]] Result<PowerReply> switch_power(const std::filesystem::path& bench_file, const std::string& board,
                                              bool on);

}  // namespace jig::bench
