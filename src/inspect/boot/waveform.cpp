// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/waveform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jig::inspect {
namespace {

struct Change {
    Picoseconds at;
    std::size_t order;  // of those at the same time
    std::string code;
    char sign;
};

constexpr Picoseconds time_unit{1000};
constexpr char unknown = 'x';

// Identifiers are runs of the characters '!' to '~'.
std::string code_of(std::size_t number) {
    constexpr std::size_t characters = '~' - '!' + 1;
    std::string code;
    do {
        code += static_cast<char>('!' + number % characters);
        number /= characters;
    } while (number != 0);
    return code;
}

std::string name_of(machine::Pin pin, const std::vector<board::Lamp>& lamps) {
    const auto lamp = std::ranges::find(lamps, pin, &board::Lamp::pin);
    const std::string plain = fmt::format("P{}{}", pin.port, pin.number);
    return lamp == lamps.end() ? plain : fmt::format("{}_{}", lamp->name, plain);
}

char sign_of(machine::Level level) {
    switch (level) {
        case machine::Level::low: return '0';
        case machine::Level::high: return '1';
        case machine::Level::floating: return 'z';
    }
    return unknown;
}

}  // namespace

std::string vcd_of(const BootRecord& record, const std::vector<board::Lamp>& lamps) {
    std::string text = "$timescale 1ns $end\n$scope module board $end\n";
    std::string start = "#0\n";
    std::vector<Change> changes;
    std::size_t number = 0;
    for (const auto& [pin, activity] : record.pins) {
        const std::string code = code_of(number++);
        text += fmt::format("$var wire 1 {} {} $end\n", code, name_of(pin, lamps));
        start += "z" + code + "\n";
        for (const machine::PinEdge& edge : activity.kept)
            changes.push_back({edge.at, changes.size(), code, sign_of(edge.level)});
        if (activity.edges == activity.kept.size()) continue;
        text += fmt::format("$comment {}: {} changes, of which the first {} are here; x after them $end\n",
                            name_of(pin, lamps), activity.edges, activity.kept.size());
        changes.push_back({activity.kept.back().at + time_unit, changes.size(), code, unknown});
    }
    text += "$upscope $end\n$enddefinitions $end\n" + start;
    std::ranges::sort(changes, {}, [](const Change& change) { return std::pair(change.at, change.order); });
    std::int64_t last = 0;
    for (const Change& change : changes) {
        const std::int64_t at = change.at / time_unit;
        if (at != last) text += fmt::format("#{}\n", last = at);
        text += change.sign + change.code + "\n";
    }
    return text + fmt::format("#{}\n", record.duration / time_unit);
}

}  // namespace jig::inspect
