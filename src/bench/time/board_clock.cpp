// SPDX-License-Identifier: Apache-2.0
#include "bench/time/board_clock.hpp"

namespace jig::bench {

void BoardClock::advance_to(machine::Picoseconds time) {
    while (time_ < time && background_ != nullptr && background_->work()) {}
    if (time <= time_) return;
    time_ = time;
    board_->run_until(time_);
}

}  // namespace jig::bench
