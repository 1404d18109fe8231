// SPDX-License-Identifier: Apache-2.0
// The time that drivers wait on. Drivers never read wall time: they are handed a Clock, so that a virtual board's
// seconds cost nothing and eight boards in one process do not disturb each other's deadlines.
#pragma once

#include <chrono>

namespace jig {

using Duration = std::chrono::nanoseconds;

class Clock {
 public:
    virtual ~Clock() = default;
    // Time since an arbitrary start; never goes back.
    [[nodiscard]] virtual Duration now() const = 0;
    // Lets `duration` pass on this clock.
    virtual void sleep(Duration duration) = 0;
};

// The computer's own monotonic clock.
class SteadyClock final : public Clock {
 public:
    [[nodiscard]] Duration now() const override;
    void sleep(Duration duration) override;
};

// A clock that moves only when told to: by sleep(), or by whoever models what takes time.
class VirtualClock final : public Clock {
 public:
    [[nodiscard]] Duration now() const override { return now_; }
    void sleep(Duration duration) override { now_ += duration; }

 private:
    Duration now_{0};
};

// A point on one clock after which a wait is over.
class Deadline {
 public:
    Deadline(const Clock& clock, Duration allowed) : clock_(&clock), at_(clock.now() + allowed) {}
    [[nodiscard]] bool passed() const { return clock_->now() >= at_; }
    [[nodiscard]] Duration left() const { return passed() ? Duration{0} : at_ - clock_->now(); }

 private:
    const Clock* clock_;
    Duration at_;
};

}  // namespace jig
