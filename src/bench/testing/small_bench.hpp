// SPDX-License-Identifier: Apache-2.0
// A bench in a temporary folder for tests of what serves it: boards from TOML text, on a wall clock that stands still.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bench/serve/served_board.hpp"
#include "bench/testing/temporary_folder.hpp"

namespace jig::bench::testing {

class SmallBench {
 public:
    explicit SmallBench(const std::string& boards = "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\n",
                        bool realtime = false) {
        description = board::parse_bench(boards, folder.path() / "bench.toml").value();
        for (const board::BoardDescription& each : description.boards) {
            auto live = std::move(LiveBoard::open(description, each).value());
            served.push_back(std::make_unique<ServedBoard>(std::move(live), wall, realtime));
        }
    }
    [[nodiscard]] std::vector<ServedBoard*> all() const {
        std::vector<ServedBoard*> boards;
        for (const auto& each : served) boards.push_back(each.get());
        return boards;
    }

    TemporaryFolder folder;
    VirtualClock wall;
    board::BenchDescription description;
    std::vector<std::unique_ptr<ServedBoard>> served;
};

}  // namespace jig::bench::testing
