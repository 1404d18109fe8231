// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/stable_sort.hpp"
#include "inspect/boot/event_names.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

using machine::Level;
using machine::Pin;
using Kind = Activity::Kind;
// What one board shows of a signal.
using Observer = std::function<Trace(const BootRecord&)>;

constexpr std::size_t most_events_named = 3;

Signal signal(std::string name, const PairedBoots& boots, const Observer& observed) {
    Signal signal{.name = std::move(name), .golden = observed(boots.golden), .copy = {}};
    if (boots.copy) signal.copy = observed(*boots.copy);
    signal.differs = boots.copy && signal.golden.words != signal.copy.words;
    return signal;
}

std::string pin_words(const PinActivity& pin, std::string_view on, std::string_view off, Level on_level) {
    if (pin.edges > most_edges_drawn) return fmt::format("{} changes", pin.edges);
    std::vector<Picoseconds> rises;
    for (const machine::PinEdge& edge : pin.kept)
        if (edge.level == on_level) rises.push_back(edge.at);
    const std::string_view last = pin.last == Level::floating ? "not driven" : pin.last == on_level ? on : off;
    if (rises.size() < 3) return std::string(last);
    const Picoseconds period = rises.back() - rises[rises.size() - 2];
    return fmt::format("blinks every {:.0f} ms, last {}", milliseconds(period), last);
}

Trace pin_trace(const BootRecord& record, Pin pin, Level on_level, std::string_view on, std::string_view off) {
    const auto found = record.pins.find(pin);
    if (found == record.pins.end()) return {{}, "never driven"};
    return {pin_activity(found->second, on_level, record.duration), pin_words(found->second, on, off, on_level)};
}

std::vector<Signal> lamp_signals(const Case& the_case, const PairedBoots& boots) {
    std::vector<Signal> lamps;
    for (const board::Lamp& lamp : the_case.golden.world.board.lamps) {
        const Level lit = lamp.active_low ? Level::low : Level::high;
        lamps.push_back(
            signal(fmt::format("{} ({})", lamp.name, pin_name(lamp.pin)), boots,
                   [&](const BootRecord& record) { return pin_trace(record, lamp.pin, lit, "on", "off"); }));
    }
    return lamps;
}

std::vector<Signal> pin_signals(const Case& the_case, const PairedBoots& boots) {
    std::set<Pin> pins;
    for (const BootRecord* record : {&boots.golden, boots.copy ? &*boots.copy : &boots.golden})
        for (const auto& [pin, activity] : record->pins) pins.insert(pin);
    for (const board::Lamp& lamp : the_case.golden.world.board.lamps) pins.erase(lamp.pin);
    std::vector<Signal> signals;
    for (const Pin pin : pins)
        signals.push_back(signal(pin_name(pin), boots, [pin](const BootRecord& record) {
            return pin_trace(record, pin, Level::high, "high", "low");
        }));
    return signals;
}

Trace uart_trace(const BootRecord& record, unsigned usart) {
    const auto bytes = record.uart.find(usart);
    if (bytes == record.uart.end() || bytes->second.empty()) return {{}, "silent"};
    Trace trace{{}, size_words(bytes->second.size()) + " sent"};
    const auto moments = record.uart_moments.find(usart);
    if (moments == record.uart_moments.end()) return trace;
    constexpr Picoseconds together = std::chrono::milliseconds{3};
    constexpr Picoseconds slice = std::chrono::milliseconds{1};
    for (const UartMoment& moment : moments->second) {
        if (!trace.activity.empty() && moment.at - trace.activity.back().to <= together)
            trace.activity.back().to = moment.at;
        else
            trace.activity.push_back({Kind::busy, moment.at - slice, moment.at});
    }
    return trace;
}

std::vector<Signal> uart_signals(const PairedBoots& boots) {
    std::set<unsigned> usarts;
    for (const BootRecord* record : {&boots.golden, boots.copy ? &*boots.copy : &boots.golden})
        for (const auto& [usart, bytes] : record->uart) usarts.insert(usart);
    std::vector<Signal> signals;
    for (const unsigned usart : usarts)
        signals.push_back(signal(fmt::format("USART{}", usart), boots,
                                 [usart](const BootRecord& record) { return uart_trace(record, usart); }));
    return signals;
}

// The events of one board, and the first of them in words.
class Events {
 public:
    void add(Picoseconds at, std::string_view what) {
        trace_.activity.push_back({Kind::event, at, at});
        if (trace_.activity.size() > most_events_named) return;
        trace_.words += fmt::format("{}{} at {}", trace_.words.empty() ? "" : "; ", what, time_words(at));
    }
    Trace take() {
        if (trace_.activity.empty()) trace_.words = "none";
        const std::size_t count = trace_.activity.size();
        if (count > most_events_named) trace_.words += fmt::format("; and {} more", count - most_events_named);
        return std::move(trace_);
    }

 private:
    Trace trace_;
};

Trace reset_trace(const BootRecord& record) {
    Events events;
    for (const BootReset& reset : record.resets) events.add(reset.at, name_of(reset.cause));
    return events.take();
}

Trace fault_trace(const BootRecord& record) {
    Events events;
    for (const machine::FaultTaken& fault : record.faults)
        events.add(fault.at, fmt::format("{} at {}", exception_name(fault.exception), hex_address(fault.pc)));
    return events.take();
}

// The first read of each kind.
Trace identity_trace(const BootRecord& record) {
    Events events;
    std::set<machine::ReadKind> seen;
    for (const machine::LoggedRead& read : record.reads)
        if (const std::string_view what = identity_words(read.kind); !what.empty() && seen.insert(read.kind).second)
            events.add(read.first_at, fmt::format("{} by {}", what, hex_address(read.pc)));
    return events.take();
}

// A pin that is set once, on both boards, tells nothing.
bool tells(const Signal& pin) { return pin.differs || pin.golden.activity.size() > 1; }

// Those that differ before the others.
void append_telling(Signals& to, std::vector<Signal> pins) {
    const std::size_t all = pins.size();
    std::erase_if(pins, [](const Signal& pin) { return !tells(pin); });
    stable_sort_by(pins, [](const Signal& pin) { return !pin.differs; });
    pins.resize(std::min(pins.size(), most_pins));
    to.pins_left_out = all - pins.size();
    std::ranges::move(pins, std::back_inserter(to.list));
}

void append(std::vector<Signal>& to, std::vector<Signal> more) { std::ranges::move(more, std::back_inserter(to)); }

}  // namespace

std::vector<Activity> pin_activity(const PinActivity& pin, machine::Level on, Picoseconds duration) {
    if (pin.kept.empty()) return {};
    if (pin.edges > most_edges_drawn) return {{Kind::busy, pin.kept.front().at, pin.last_at}};
    std::vector<Activity> stretches;
    bool is_on = false;
    for (const machine::PinEdge& edge : pin.kept) {
        if (is_on) stretches.back().to = edge.at;
        is_on = edge.level == on;
        if (is_on) stretches.push_back({Kind::on, edge.at, duration});
    }
    return stretches;
}

Signals signals_of(const Case& the_case, const PairedBoots& boots) {
    Signals signals{.list = lamp_signals(the_case, boots)};
    append_telling(signals, pin_signals(the_case, boots));
    append(signals.list, uart_signals(boots));
    signals.list.push_back(signal("Resets", boots, reset_trace));
    signals.list.push_back(signal("Faults", boots, fault_trace));
    signals.list.push_back(signal("Identity reads", boots, identity_trace));
    return signals;
}

}  // namespace jig::inspect
