// SPDX-License-Identifier: Apache-2.0
// Up-, down- and centre-aligned counting, RM0008 sections 14.3.2 and 15.3.2.
#include "machine/peripherals/timer_counter.hpp"

#include <algorithm>

namespace jig::machine {
namespace {

constexpr std::uint32_t all_channels = 0xF;
constexpr std::int64_t wrap = 0x10000;

}  // namespace

void TimerCounter::set_clock(Picoseconds now, std::optional<Picoseconds> period) {
    stopped_itself_ = false;
    if (period == period_) return;
    if (period_) prescaler_ticks_ = std::min((now - at_) / *period_, std::int64_t{psc_});
    period_ = period;
    if (period_) at_ = now - prescaler_ticks_ * *period_;
}

TimerEvents TimerCounter::run_to(Picoseconds now) {
    TimerEvents events;
    while (counting() && at_ + step() <= now) {
        const std::int64_t steps = steps_to_overflow();
        const std::int64_t possible = (now - at_) / step();
        const Picoseconds one = step();  // an update may change the prescaler
        if (possible < steps) {
            events.add(walk(possible));
            at_ += possible * one;
            break;
        }
        events.add(walk(steps - 1));
        at_ += steps * one;
        events.add(overflow());
        events.add(skip_whole_rounds(now));
    }
    return events;
}

// Centre-aligned, the counter turns when it reaches ARR and when it reaches 0.
std::int64_t TimerCounter::steps_to_overflow() const {
    if (centre != 0 && down) return std::max(value_, std::uint32_t{1});
    if (centre != 0) return value_ < arr_ ? arr_ - value_ : 1;
    if (down) return std::int64_t{value_} + 1;
    return value_ <= arr_ ? std::int64_t{arr_} - value_ + 1 : wrap - value_;
}

std::int64_t TimerCounter::steps_per_round() const { return centre != 0 ? 2 * std::int64_t{arr_} : arr_ + 1; }

// Which compare values lie in a stretch that was passed. CMS = 01 sets flags only while counting down, 10 only while
// counting up (14.4.1).
TimerEvents TimerCounter::compare(std::int64_t low, std::int64_t high) const {
    TimerEvents events;
    for (unsigned channel = 0; channel < ccr_.size(); ++channel)
        if (ccr_[channel] >= low && ccr_[channel] <= high) events.reached |= 1u << channel;
    events.odd = events.reached;
    const bool flags = centre == 0 || (centre & (down ? 1u : 2u)) != 0;
    events.matches = flags ? events.reached : 0;
    return events;
}

// Moves inside one round.
TimerEvents TimerCounter::walk(std::int64_t steps) {
    const std::int64_t target = down ? value_ - steps : value_ + steps;
    const TimerEvents events =
        down ? compare(target, value_ - std::int64_t{1}) : compare(value_ + std::int64_t{1}, target);
    value_ = static_cast<std::uint32_t>(target);
    return events;
}

// One step across the end of the round. A compare value beyond ARR sets its flag here, 15.4.5 (CC1IF).
TimerEvents TimerCounter::overflow() {
    TimerEvents events;
    events.wrapped = true;
    const bool was_beyond = !down && value_ > arr_;  // after ARR was lowered: wraps at 0xFFFF, no event
    for (unsigned channel = 0; channel < ccr_.size(); ++channel)
        if (ccr_[channel] > arr_) events.matches |= 1u << channel;
    if (!was_beyond && rounds_left_ > 0) {
        --rounds_left_;
    } else if (!was_beyond && !updates_disabled) {
        events.update = true;
        load_all();
    }
    value_ = down == (centre == 0) ? arr_ : 0;
    events.add(compare(value_, value_));
    if (centre != 0) down = !down;
    if (events.update && one_pulse) {
        stopped_itself_ = true;
        period_.reset();
        prescaler_ticks_ = 0;
    }
    return events;
}

// Rounds in which nothing new can happen are counted, not walked: a fast timer that nobody reads costs nothing.
TimerEvents TimerCounter::skip_whole_rounds(Picoseconds now) {
    if (!counting() || one_pulse || !preloads_settled()) return {};
    const Picoseconds round = step() * steps_per_round();
    const std::int64_t rounds = (now - at_) / round;
    if (rounds < 1) return {};
    at_ += rounds * round;
    TimerEvents events{.update = false, .wrapped = true, .matches = all_channels, .reached = 0, .odd = 0};
    for (unsigned channel = 0; channel < ccr_.size(); ++channel) {
        if (ccr_[channel] > arr_) continue;
        events.reached |= 1u << channel;
        const bool once_a_round = centre == 0 || ccr_[channel] == 0 || ccr_[channel] == arr_;
        if (once_a_round && rounds % 2 != 0) events.odd |= 1u << channel;
    }
    const std::int64_t overflows = centre != 0 ? 2 * rounds : rounds;
    events.update = overflows > rounds_left_ && !updates_disabled;
    if (overflows <= rounds_left_) {
        rounds_left_ -= static_cast<std::uint32_t>(overflows);
    } else {
        const std::int64_t after_update = (overflows - rounds_left_ - 1) % (std::int64_t{rcr} + 1);
        rounds_left_ = updates_disabled ? 0 : rcr - static_cast<std::uint32_t>(after_update);
    }
    return events;
}

TimerEvents TimerCounter::external_edge(std::optional<bool> up) {
    if (arr_ == 0) return {};
    if (up) down = !*up;
    if (++prescaler_ticks_ <= psc_) return {};
    prescaler_ticks_ = 0;
    return steps_to_overflow() == 1 ? overflow() : walk(1);
}

void TimerCounter::load_all() {
    psc_ = psc;
    arr_ = arr;
    ccr_ = ccr;
    rounds_left_ = rcr;
}

void TimerCounter::load_unbuffered() {
    if (!arr_preload) arr_ = arr;
    for (unsigned channel = 0; channel < ccr_.size(); ++channel)
        if (!ccr_preload[channel]) ccr_[channel] = ccr[channel];
}

// 15.4.6: the prescaler counter is cleared too.
TimerEvents TimerCounter::update_by_software(Picoseconds now) {
    if (!updates_disabled) load_all();
    at_ = now;
    prescaler_ticks_ = 0;
    if (centre != 0) down = false;
    value_ = down ? arr_ : 0;
    TimerEvents events = compare(value_, value_);
    events.update = !updates_disabled;
    return events;
}

std::optional<Picoseconds> TimerCounter::round_time() const {
    if (!counting()) return std::nullopt;
    return steps_per_round() * step();
}

std::optional<Picoseconds> TimerCounter::next_overflow() const {
    if (!counting()) return std::nullopt;
    return at_ + steps_to_overflow() * step();
}

std::optional<Picoseconds> TimerCounter::next_step() const {
    if (!counting()) return std::nullopt;
    return at_ + step();
}

// A match behind the next overflow is answered with that overflow: preloaded values may change it there.
std::optional<Picoseconds> TimerCounter::next_match(unsigned channel) const {
    if (!counting()) return std::nullopt;
    const std::int64_t ahead = down ? std::int64_t{value_} - ccr_[channel] : std::int64_t{ccr_[channel]} - value_;
    return at_ + (ahead > 0 ? std::min(ahead, steps_to_overflow()) : steps_to_overflow()) * step();
}

}  // namespace jig::machine
