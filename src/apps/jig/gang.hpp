// SPDX-License-Identifier: Apache-2.0
// One job on many boards at once, in this process: every board has a thread, a connection and a clock of its own, and
// fails alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"

namespace jig::app {

// -p PROBE, which may be given once for each board.
void add_probes_option(CLI::App& command, std::vector<std::string>& probes);

// What is done to one board. It is called from several threads at a time.
using BoardJob = std::function<Result<CommandOutput>(Connection&, Progress&)>;

// The job on every board that `probes` name; on the only one there is when they are none. One board: what the job
// answers. More: the answers of all, each with its probe; the exit code is the worst, 3 before 2 before 1 before 0.
// Nothing is begun before every board is connected or has failed to be. Errors: usage (two probes are one, two probes
// lead to one chip, too many probes).
[[nodiscard]] Result<CommandOutput> run_on_boards(Session& session, const std::vector<std::string>& probes,
                                                  const BoardJob& job);

}  // namespace jig::app
