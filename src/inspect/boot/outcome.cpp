// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/bytes.hpp"
#include "inspect/boot/pin_habit.hpp"
#include "inspect/boot/spoken_text.hpp"

namespace jig::inspect {
namespace {

using machine::Pin;

constexpr unsigned usarts = 5;

void add_pins_of(const BootRecord& record, std::set<Pin>& pins) {
    for (const auto& [pin, activity] : record.pins) pins.insert(pin);
}

void compare_pins(const BootRecord& golden, const BootRecord& copy, std::vector<std::string>& differences) {
    std::set<Pin> pins;
    add_pins_of(golden, pins);
    add_pins_of(copy, pins);
    for (const Pin pin : pins) {
        if (same_on_pin(golden, copy, pin)) continue;
        differences.push_back(fmt::format("P{}{} {} on the golden board and {} on the copy", pin.port, pin.number,
                                          words(habit_in(golden, pin)), words(habit_in(copy, pin))));
    }
}

void compare_texts(const BootRecord& golden, const BootRecord& copy, std::vector<std::string>& differences) {
    for (unsigned usart = 1; usart <= usarts; ++usart) {
        if (same_text(golden, copy, usart)) continue;
        differences.push_back(fmt::format("USART{} ends with \"{}\" on the golden board and with \"{}\" on the copy",
                                          usart, last_line(golden, usart), last_line(copy, usart)));
    }
}

// Whether a program that does something now and then is caught asleep, turning or at something new is chance.
Settled awake(const BootRecord& record) {
    const bool alive = record.settled == Settled::sleep || record.settled == Settled::unsettled ||
                       (record.settled == Settled::low_power && !record.final_code.empty());
    return alive ? Settled::loop : record.settled;
}

// Two loops that share no instruction, not even of an interrupt: one board does its work and the other waits.
bool end_in_other_code(const BootRecord& golden, const BootRecord& copy) {
    const auto turns = [](const BootRecord& record) {
        return record.settled == Settled::loop && !record.final_code.empty();
    };
    if (!turns(golden) || !turns(copy)) return false;
    return std::ranges::none_of(golden.final_code, [&](const AddressRange& a) {
        return std::ranges::any_of(copy.final_code, [&](const AddressRange& b) { return a.overlaps(b); });
    });
}

void compare_ends(const BootRecord& golden, const BootRecord& copy, std::vector<std::string>& differences) {
    if (awake(golden) != awake(copy))
        differences.push_back(fmt::format("the golden board ends in: {}, the copy in: {}", name_of(golden.settled),
                                          name_of(copy.settled)));
    if (end_in_other_code(golden, copy))
        differences.push_back(fmt::format("the golden board turns in a loop at {}, the copy in one at {}",
                                          hex_address(golden.final_code.front().start),
                                          hex_address(copy.final_code.front().start)));
}

// All of the others are the same to each other, and none is to the golden board.
template <typename Same>
bool apart_together(const BootRecord& golden, std::span<const BootRecord> others, Same same) {
    return std::ranges::all_of(
        others, [&](const BootRecord& other) { return same(others.front(), other) && !same(golden, other); });
}

}  // namespace

bool share_another_outcome(const BootRecord& golden, std::span<const BootRecord> others) {
    if (others.empty()) return false;
    std::set<Pin> pins;
    add_pins_of(golden, pins);
    for (const BootRecord& other : others) add_pins_of(other, pins);
    const auto on_pin = [&](Pin pin) {
        return apart_together(golden, others, [pin](const auto& a, const auto& b) { return same_on_pin(a, b, pin); });
    };
    if (std::ranges::any_of(pins, on_pin)) return true;
    for (unsigned usart = 1; usart <= usarts; ++usart)
        if (apart_together(golden, others, [usart](const auto& a, const auto& b) { return same_text(a, b, usart); }))
            return true;
    return apart_together(golden, others, [](const auto& a, const auto& b) { return awake(a) == awake(b); }) ||
           apart_together(golden, others, [](const auto& a, const auto& b) { return !end_in_other_code(a, b); });
}

bool ends_worse(const BootRecord& golden, const BootRecord& other) {
    return other.faults.size() > golden.faults.size() || other.resets.size() > golden.resets.size() ||
           (awake(other) != awake(golden) && awake(other) != Settled::loop);
}

std::vector<std::string> outcome_differences(const BootRecord& golden, const BootRecord& copy) {
    std::vector<std::string> differences;
    compare_pins(golden, copy, differences);
    compare_texts(golden, copy, differences);
    compare_ends(golden, copy, differences);
    if (golden.resets.size() != copy.resets.size())
        differences.push_back(fmt::format("the golden board resets itself {} times, the copy {} times",
                                          golden.resets.size(), copy.resets.size()));
    if (golden.faults.size() != copy.faults.size())
        differences.push_back(fmt::format("the golden board runs into {} faults, the copy into {}",
                                          golden.faults.size(), copy.faults.size()));
    return differences;
}

}  // namespace jig::inspect
