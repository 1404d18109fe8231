// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/told_apart.hpp"

#include <algorithm>
#include <string_view>

#include "inspect/boot/spoken_text.hpp"

namespace jig::inspect {
namespace {

using machine::PinEdge;

// Edges of the same program move a little when what it computes before takes another time.
constexpr Picoseconds same_moment = std::chrono::milliseconds{5};

// The first edge of `own` that the other pin does not have, or not then.
Picoseconds of_edges(const std::vector<PinEdge>& own, const std::vector<PinEdge>& other, Picoseconds none) {
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (i == other.size() || own[i].level != other[i].level) return own[i].at;
        if (std::max(own[i].at, other[i].at) - std::min(own[i].at, other[i].at) > same_moment) return own[i].at;
    }
    return none;
}

template <typename Map>
auto value_or_empty(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

Picoseconds said_at(const BootRecord& record, unsigned usart, std::size_t byte, Picoseconds none) {
    Picoseconds at = none;
    for (const UartMoment& sent : value_or_empty(record.uart_moments, usart)) {
        at = sent.at;
        if (sent.bytes > byte) break;
    }
    return at;
}

// The first byte with which `own` says something else than numbers that the other does not say.
std::size_t parting_of(std::string_view own, std::string_view other) {
    const std::string others = without_numbers(other);
    std::size_t same = 0;
    std::size_t parted = own.size();
    while (same < parted) {
        const std::size_t middle = (same + parted + 1) / 2;
        if (others.starts_with(without_numbers(own.substr(0, middle))))
            same = middle;
        else
            parted = middle - 1;
    }
    return same;
}

std::string_view as_text(const std::vector<std::uint8_t>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Picoseconds of_texts(const BootRecord& own, const BootRecord& other, Picoseconds none) {
    Picoseconds first = none;
    for (const auto& [usart, text] : own.uart) {
        const auto theirs = value_or_empty(other.uart, usart);
        const std::size_t parting = parting_of(as_text(text), as_text(theirs));
        if (parting < text.size()) first = std::min(first, said_at(own, usart, parting, none));
    }
    return first;
}

// What `own` alone shows first; its end: nothing.
Picoseconds first_of_its_own(const BootRecord& own, const BootRecord& other) {
    const Picoseconds none = own.duration;
    Picoseconds first = of_texts(own, other, none);
    if (own.resets.size() > other.resets.size()) first = std::min(first, own.resets[other.resets.size()].at);
    for (const auto& [pin, activity] : own.pins)
        first = std::min(first, of_edges(activity.kept, value_or_empty(other.pins, pin).kept, none));
    return first;
}

}  // namespace

Picoseconds told_apart_at(const BootRecord& golden, const BootRecord& copy) {
    const Picoseconds of_golden = first_of_its_own(golden, copy);
    const Picoseconds of_copy = first_of_its_own(copy, golden);
    if (of_golden == golden.duration) return of_copy;
    return of_copy == copy.duration ? of_golden : std::max(of_golden, of_copy);
}

}  // namespace jig::inspect
