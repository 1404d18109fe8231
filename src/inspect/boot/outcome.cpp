// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

namespace jig::inspect {
namespace {

using machine::Level;
using machine::Pin;

// What a pin does once the board has come up.
struct PinHabit {
    enum class Kind : std::uint8_t { floating, low, high, blinking, busy };
    Kind kind = Kind::floating;
    double period_ms = 0;
};

// Faster than an eye or a relay: a bus, which is judged by what comes of it.
constexpr std::uint64_t edges_of_a_bus_per_second = 400;
constexpr double period_tolerance = 0.05;

double milliseconds(Picoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

PinHabit habit_of(const PinActivity& pin, Picoseconds duration) {
    using Kind = PinHabit::Kind;
    const double seconds = milliseconds(duration) / 1000;
    if (static_cast<double>(pin.edges) > static_cast<double>(edges_of_a_bus_per_second) * seconds) return {Kind::busy};
    std::vector<Picoseconds> rises;
    for (const machine::PinEdge& edge : pin.kept)
        if (edge.at >= duration / 2 && edge.level == Level::high) rises.push_back(edge.at);
    if (rises.size() >= 2) {
        const double span = milliseconds(rises.back() - rises.front());
        return {Kind::blinking, span / static_cast<double>(rises.size() - 1)};
    }
    switch (pin.last) {
        case Level::low: return {Kind::low};
        case Level::high: return {Kind::high};
        case Level::floating: return {Kind::floating};
    }
    return {};
}

bool same(const PinHabit& a, const PinHabit& b) {
    if (a.kind != b.kind) return false;
    if (a.kind != PinHabit::Kind::blinking) return true;
    return std::abs(a.period_ms - b.period_ms) <= period_tolerance * std::max(a.period_ms, b.period_ms);
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

PinHabit habit_in(const BootRecord& record, Pin pin) {
    const auto found = record.pins.find(pin);
    return found == record.pins.end() ? PinHabit{} : habit_of(found->second, record.duration);
}

std::string without_digits(const std::vector<std::uint8_t>& text) {
    std::string kept;
    for (const std::uint8_t byte : text)
        if (std::isxdigit(byte) == 0) kept += static_cast<char>(byte);
    return kept;
}

// Two boards need not be at the same word when time is up, but what one has said must be how the other begins.
bool same_text(const std::vector<std::uint8_t>& golden, const std::vector<std::uint8_t>& copy) {
    constexpr std::size_t of_the_shorter = 10;
    const std::string a = without_digits(golden);
    const std::string b = without_digits(copy);
    const std::size_t shorter = std::min(a.size(), b.size());
    const std::size_t longer = std::max(a.size(), b.size());
    if (a.compare(0, shorter, b, 0, shorter) != 0) return false;
    return longer - shorter <= std::max<std::size_t>(longer / of_the_shorter, 8);
}

std::string last_line(const std::vector<std::uint8_t>& text) {
    std::string line;
    std::string last;
    for (const std::uint8_t byte : text) {
        if (byte == '\n' || byte == '\r') {
            if (!line.empty()) last = std::exchange(line, {});
        } else if (std::isprint(byte) != 0) {
            line += static_cast<char>(byte);
        }
    }
    return line.empty() ? last : line;
}

void compare_pins(const BootRecord& golden, const BootRecord& copy, std::vector<std::string>& differences) {
    std::set<Pin> pins;
    for (const BootRecord* record : {&golden, &copy})
        for (const auto& [pin, activity] : record->pins) pins.insert(pin);
    for (const Pin pin : pins) {
        const PinHabit a = habit_in(golden, pin);
        const PinHabit b = habit_in(copy, pin);
        if (same(a, b)) continue;
        differences.push_back(
            fmt::format("P{}{} {} on the golden board and {} on the copy", pin.port, pin.number, words(a), words(b)));
    }
}

void compare_texts(const BootRecord& golden, const BootRecord& copy, std::vector<std::string>& differences) {
    static const std::vector<std::uint8_t> silence;
    for (unsigned usart = 1; usart <= 5; ++usart) {
        const auto of = [usart](const BootRecord& record) -> const std::vector<std::uint8_t>& {
            const auto found = record.uart.find(usart);
            return found == record.uart.end() ? silence : found->second;
        };
        if (same_text(of(golden), of(copy))) continue;
        differences.push_back(fmt::format("USART{} ends with \"{}\" on the golden board and with \"{}\" on the copy",
                                          usart, last_line(of(golden)), last_line(of(copy))));
    }
}

// Whether a program that sleeps between interrupts is caught asleep is chance.
Settled awake(Settled settled) { return settled == Settled::sleep ? Settled::loop : settled; }

}  // namespace

std::vector<std::string> outcome_differences(const BootRecord& golden, const BootRecord& copy) {
    std::vector<std::string> differences;
    compare_pins(golden, copy, differences);
    compare_texts(golden, copy, differences);
    if (awake(golden.settled) != awake(copy.settled))
        differences.push_back(fmt::format("the golden board ends in: {}, the copy in: {}", name_of(golden.settled),
                                          name_of(copy.settled)));
    if (golden.resets.size() != copy.resets.size())
        differences.push_back(fmt::format("the golden board resets itself {} times, the copy {} times",
                                          golden.resets.size(), copy.resets.size()));
    if (golden.faults.size() != copy.faults.size())
        differences.push_back(fmt::format("the golden board runs into {} faults, the copy into {}",
                                          golden.faults.size(), copy.faults.size()));
    return differences;
}

}  // namespace jig::inspect
