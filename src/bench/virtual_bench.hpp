// SPDX-License-Identifier: Apache-2.0
// Virtual boards behind virtual probes, in this process and on virtual time: a Ports on which every driver works.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "board/board.hpp"
#include "port/ports.hpp"

namespace jig::bench {

// One board of a bench file, powered on, with its probe plugged into a Ports of its own. The board's state folder is
// locked while this lives, and mapped, so that a killed process leaves the board as that moment found it.
class BenchBoard {
 public:
    // Opening is power-on. Errors: bad_file (bench file, contents), usage (no such board), internal (locked by another
    // process, state folder not writable).
    static Result<std::unique_ptr<BenchBoard>> open(const std::filesystem::path& bench_file, const std::string& board);
    virtual ~BenchBoard() = default;

    [[nodiscard]] virtual port::Ports& ports() = 0;
    // What -p takes on those ports to choose the board's probe; empty for the only probe on USB.
    [[nodiscard]] virtual std::string probe_address() = 0;
    [[nodiscard]] virtual board::Board& board() = 0;
    // The board loses power for `seconds` of its own time and gets it back.
    virtual void power_cycle(Duration off_time) = 0;
};

// "dir/bench.toml/golden" split at the last '/'. Errors: usage.
struct BoardName {
    std::filesystem::path bench_file;
    std::string board;
};
[[nodiscard]] Result<BoardName> parse_board_name(std::string_view text);

}  // namespace jig::bench
