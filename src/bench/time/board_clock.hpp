// SPDX-License-Identifier: Apache-2.0
// The one clock of a virtual board. Whoever costs time (a USB transfer, clocks on the wire, a driver's sleep) moves it,
// and the board lives through what it is moved by.
#pragma once

#include "base/clock.hpp"
#include "bench/time/background_work.hpp"
#include "bench/time/board_time.hpp"
#include "board/board.hpp"

namespace jig::bench {

class BoardClock final : public Clock, public BoardTime {
 public:
    explicit BoardClock(board::Board& board) : board_(&board), time_(board.chip().now()) {}

    [[nodiscard]] Duration now() const override { return std::chrono::duration_cast<Duration>(time_); }
    void sleep(Duration duration) override { advance(duration); }

    [[nodiscard]] machine::Picoseconds time() const { return time_; }
    [[nodiscard]] machine::Picoseconds moment() const override { return time_; }
    void advance(machine::Picoseconds duration) override { advance_to(time_ + duration); }
    void advance_to(machine::Picoseconds time);
    // What goes on while time passes, whoever moves it. It must outlive the clock, or be taken away by nullptr.
    void set_background(BackgroundWork* work) { background_ = work; }

 private:
    board::Board* board_;
    machine::Picoseconds time_;
    BackgroundWork* background_ = nullptr;
};

}  // namespace jig::bench
