// SPDX-License-Identifier: Apache-2.0
#include "bench/find_board.hpp"

#include <fmt/format.h>

namespace jig::bench {

Result<const board::BoardDescription*> find_board(const board::BenchDescription& bench, const std::string& name) {
    if (const board::BoardDescription* found = bench.find(name)) return found;
    std::string names;
    for (const board::BoardDescription& board : bench.boards) names += (names.empty() ? "" : ", ") + board.name;
    return fail(ErrorKind::usage, fmt::format("{} has no board '{}'; it has: {}", bench.file.string(), name, names));
}

}  // namespace jig::bench
