// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/described_board.hpp"

#include "bench/find_board.hpp"
#include "bench/virtual_bench.hpp"

namespace jig::app {

Result<std::optional<board::BoardDescription>> described_board(const std::string& word) {
    if (word.empty()) return std::nullopt;
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(word));
    TRY_ASSIGN(const board::BenchDescription bench, board::load_bench(name.bench_file));
    TRY_ASSIGN(const board::BoardDescription* found, bench::find_board(bench, name.board));
    return *found;
}

}  // namespace jig::app
