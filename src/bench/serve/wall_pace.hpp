// SPDX-License-Identifier: Apache-2.0
// Ties a served board's clock to the wall's. What clients do not spend in transfers the board spends running; in real
// time no answer leaves before the board's clock says so.
#pragma once

#include "base/clock.hpp"
#include "bench/time/board_clock.hpp"

namespace jig::bench {

class WallPace {
 public:
    WallPace(BoardClock& board, Clock& wall, bool realtime);

    // A client's request begins: the board lives through the time since the last one.
    void begin();
    // Nobody asks for anything: the board lives up to now. What that takes delays no answer, and is not lateness.
    void catch_up();
    // The request is carried out: sleeps until the wall has caught up, or counts by how much the board was too slow.
    void end();

    struct Lateness {
        Duration total{0};
        Duration worst{0};
    };
    [[nodiscard]] const Lateness& lateness() const { return lateness_; }

 private:
    [[nodiscard]] Duration wall_passed() const { return wall_->now() - wall_start_; }
    [[nodiscard]] Duration board_passed() const { return board_->now() - board_start_; }

    BoardClock* board_;
    Clock* wall_;
    bool realtime_;
    Duration wall_start_;
    Duration board_start_;
    Duration last_end_;
    Lateness lateness_;
};

}  // namespace jig::bench
