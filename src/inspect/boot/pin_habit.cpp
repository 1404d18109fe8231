// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/pin_habit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace jig::inspect {
namespace {

using machine::Level;
using machine::Pin;
using machine::PinEdge;
using Edges = std::span<const PinEdge>;

// Faster than an eye or a relay: a bus, which is judged by what comes of it.
constexpr std::uint64_t edges_of_a_bus_per_second = 400;
constexpr double period_tolerance = 0.05;
// How much sooner or later an edge may come on a board that does the same: a share of the time since power-on, and what
// boards add that begin at moments of their own.
constexpr int share_of_time = 20;
constexpr Picoseconds shift = std::chrono::milliseconds{20};
// A pin that has paused longer than this many of its last pauses has come to rest.
constexpr int pauses_of_rest = 2;

double milliseconds(Picoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

bool is_busy(const PinActivity& pin, Picoseconds duration) {
    return static_cast<double>(pin.edges) >
           static_cast<double>(edges_of_a_bus_per_second) * milliseconds(duration) / 1000;
}

// The time between two rises, of as many as the second half has; of the last three edges where it has fewer than two.
// 0: at rest.
double blinking_period_ms(const PinActivity& pin, Picoseconds duration) {
    std::vector<Picoseconds> rises;
    for (const PinEdge& edge : pin.kept)
        if (edge.at >= duration / 2 && edge.level == Level::high) rises.push_back(edge.at);
    if (rises.size() >= 2) return milliseconds(rises.back() - rises.front()) / static_cast<double>(rises.size() - 1);
    if (pin.kept.size() < 3) return 0;
    const auto last = pin.kept.end() - 1;
    const Picoseconds longer_pause = std::max(last->at - (last - 1)->at, (last - 1)->at - (last - 2)->at);
    if (duration - last->at > pauses_of_rest * longer_pause) return 0;
    return milliseconds(last->at - (last - 2)->at);
}

PinHabit habit_of(const PinActivity& pin, Picoseconds duration) {
    using Kind = PinHabit::Kind;
    if (is_busy(pin, duration)) return {Kind::busy};
    if (const double period_ms = blinking_period_ms(pin, duration); period_ms > 0) return {Kind::blinking, period_ms};
    switch (pin.last) {
        case Level::low: return {Kind::low};
        case Level::high: return {Kind::high};
        case Level::floating: return {Kind::floating};
    }
    return {};
}

bool same_habit(const PinHabit& a, const PinHabit& b) {
    if (a.kind != b.kind) return false;
    if (a.kind != PinHabit::Kind::blinking) return true;
    return std::abs(a.period_ms - b.period_ms) <= period_tolerance * std::max(a.period_ms, b.period_ms);
}

Picoseconds tolerance_at(Picoseconds time) { return time / share_of_time + shift; }

bool same_edges(Edges a, Edges b, Picoseconds duration) {
    const std::size_t both = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < both; ++i) {
        const Picoseconds apart = a[i].at > b[i].at ? a[i].at - b[i].at : b[i].at - a[i].at;
        if (a[i].level != b[i].level || apart > tolerance_at(std::max(a[i].at, b[i].at))) return false;
    }
    const Edges more = (a.size() > b.size() ? a : b).subspan(both);
    return more.empty() || more.front().at >= duration - tolerance_at(duration);
}

Edges edges_in(const BootRecord& record, Pin pin) {
    const auto found = record.pins.find(pin);
    return found == record.pins.end() ? Edges() : Edges(found->second.kept);
}

}  // namespace

PinHabit habit_in(const BootRecord& record, Pin pin) {
    const auto found = record.pins.find(pin);
    return found == record.pins.end() ? PinHabit{} : habit_of(found->second, record.duration);
}

std::string words(const PinHabit& habit) {
    switch (habit.kind) {
        case PinHabit::Kind::floating: return "is not driven";
        case PinHabit::Kind::low: return "stays low";
        case PinHabit::Kind::high: return "stays high";
        case PinHabit::Kind::blinking: return fmt::format("blinks every {:.0f} ms", habit.period_ms);
        case PinHabit::Kind::busy: return "carries a signal";
    }
    return "";
}

bool same_on_pin(const BootRecord& golden, const BootRecord& copy, Pin pin) {
    if (same_habit(habit_in(golden, pin), habit_in(copy, pin))) return true;
    return same_edges(edges_in(golden, pin), edges_in(copy, pin), std::min(golden.duration, copy.duration));
}

}  // namespace jig::inspect
