// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/wall_pace.hpp"

#include <algorithm>

namespace jig::bench {
namespace {

// Without real time nobody moves a board that no client speaks to; a client that comes back after an hour must not wait
// until the hour has been simulated.
constexpr Duration longest_idle = std::chrono::seconds(2);

}  // namespace

WallPace::WallPace(BoardClock& board, Clock& wall, bool realtime)
    : board_(&board),
      wall_(&wall),
      realtime_(realtime),
      wall_start_(wall.now()),
      board_start_(board.now()),
      last_end_(wall.now()) {}

void WallPace::begin() {
    const Duration idle = realtime_ ? wall_passed() - board_passed() : std::min(wall_->now() - last_end_, longest_idle);
    if (idle > Duration{0}) board_->sleep(idle);
}

void WallPace::catch_up() {
    begin();
    last_end_ = wall_->now();
}

void WallPace::end() {
    if (realtime_) {
        const Duration ahead = board_passed() - wall_passed();
        if (ahead > Duration{0}) {
            wall_->sleep(ahead);
        } else {
            lateness_.total -= ahead;
            lateness_.worst = std::max(lateness_.worst, -ahead);
        }
    }
    last_end_ = wall_->now();
}

}  // namespace jig::bench
