// SPDX-License-Identifier: Apache-2.0
// `jig bench serve` and `jig bench power`.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace jig::app {

// Serves until SIGTERM or SIGINT; endpoints and counters go to stdout, one JSON object a line.
[[nodiscard]] Result<void> bench_serve(const std::filesystem::path& bench_file, bool realtime);
// `board` is "BENCH.toml/BOARD". The answer is a sentence for the user.
[[nodiscard]] Result<std::string> bench_power(const std::string& board, bool on);

}  // namespace jig::app
