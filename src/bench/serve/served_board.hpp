// SPDX-License-Identifier: Apache-2.0
// A board that several clients reach at once: one lock, and the board's clock tied to the wall's around every use.
#pragma once

#include <memory>
#include <mutex>

#include "bench/live_board.hpp"
#include "bench/serve/wall_pace.hpp"

namespace jig::bench {

class ServedBoard {
 public:
    ServedBoard(std::unique_ptr<LiveBoard> live, Clock& wall, bool realtime)
        : live_(std::move(live)), pace_(live_->clock(), wall, realtime) {}

    // Calls work(LiveBoard&) and answers what it answers, when the board's time has come.
    template <typename Work>
    auto use(Work work) {
        const std::lock_guard lock(mutex_);
        const Turn turn(pace_);
        return work(*live_);
    }
    // Lets the board live up to now.
    void catch_up() {
        const std::lock_guard lock(mutex_);
        pace_.catch_up();
    }
    [[nodiscard]] const std::string& name() const { return live_->description().name; }
    [[nodiscard]] const board::BoardDescription& description() const { return live_->description(); }

    // Only inside use(), or before anything is served.
    [[nodiscard]] LiveBoard& live() { return *live_; }
    [[nodiscard]] const WallPace& pace() const { return pace_; }

 private:
    struct Turn {
        explicit Turn(WallPace& pace) : pace_(&pace) { pace_->begin(); }
        ~Turn() { pace_->end(); }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        WallPace* pace_;
    };

    std::mutex mutex_;
    std::unique_ptr<LiveBoard> live_;
    WallPace pace_;
};

}  // namespace jig::bench
