// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/close_look.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/report/svg.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t most_cells = 64;
constexpr std::uint32_t bytes_in_group = 4;
constexpr double strip_height = 16;
constexpr double gap = 3;

using Byte = std::optional<std::uint8_t>;

Byte byte_at(const Side& side, std::uint64_t address) {
    const FlashView flash = side.flash();
    if (address < flash.base || address >= flash.range().end()) return std::nullopt;
    return flash.bytes[address - flash.base];
}

bool differ(const Case& the_case, std::uint64_t address) {
    return the_case.copy && byte_at(the_case.golden, address) != byte_at(*the_case.copy, address);
}

template <typename Test>
bool any_in(const AddressRange& cell, const Test& test) {
    for (std::uint64_t address = cell.start; address < cell.end(); ++address)
        if (test(address)) return true;
    return false;
}

// Equal cells beside each other are one box, so that no seams show.
template <typename ClassOf>
Html cells(const AddressRange& window, const Scale& scale, double top, const ClassOf& class_of) {
    const std::uint32_t step = std::max(1U, window.length / most_cells);
    Html drawn;
    std::uint64_t from = window.start;
    std::string_view name = class_of(AddressRange{window.start, step});
    for (std::uint64_t at = window.start; at <= window.end(); at += step) {
        const bool is_end = at + step > window.end();
        const std::string_view here = is_end ? "" : class_of(AddressRange{static_cast<std::uint32_t>(at), step});
        if (here == name) continue;
        const double first = static_cast<double>(from);
        drawn += box(name, scale.between(first, static_cast<double>(std::min<std::uint64_t>(at, window.end()))),
                     {top, strip_height});
        from = at;
        name = here;
    }
    return drawn;
}

Html strip_of(const Side& side, std::string_view used, const AddressRange& window, const Scale& scale, double top) {
    return cells(window, scale, top, [&](const AddressRange& cell) -> std::string_view {
        const bool holds = any_in(cell, [&](std::uint64_t at) { return byte_at(side, at).value_or(0xFF) != 0xFF; });
        return holds ? used : "erased";
    });
}

Html strip(const Place& place, const Case& the_case) {
    AddressRange whole = the_case.golden.flash().range();
    if (the_case.copy) whole.length = std::max(whole.length, the_case.copy->flash().range().length);
    const AddressRange window = window_around(place.range, whole);
    const Scale scale(window);
    double y = gap;
    Html drawn = strip_of(the_case.golden, "used-golden", window, scale, y);
    y += strip_height + gap;
    if (the_case.copy) {
        drawn += strip_of(*the_case.copy, "used-copy", window, scale, y);
        y += strip_height + gap;
    }
    if (any_in(window, [&](std::uint64_t at) { return differ(the_case, at); })) {
        drawn += cells(window, scale, y, [&](const AddressRange& cell) -> std::string_view {
            return any_in(cell, [&](std::uint64_t at) { return differ(the_case, at); }) ? "different" : "same";
        });
        y += strip_height + gap;
    }
    drawn += box("outline", scale.of(place.range), {1, y - 2});
    constexpr double text_height = 16;
    drawn += label("axis", 0, y + text_height - 3, hex_address(window.start));
    drawn +=
        label("axis", 100, y + text_height - 3, hex_address(static_cast<std::uint32_t>(window.end() - 1)), Anchor::end);
    const std::string shows =
        fmt::format("{} around {}, golden board above{}", size_words(window.length), to_string(place.range),
                    the_case.copy ? ", copy below, and what differs" : "");
    return picture("strip", y + text_height + 2, "A close look", shows, drawn);
}

// From the first byte that differs, else from the place's start.
AddressRange shown_bytes(const Place& place, const Case& the_case) {
    std::uint64_t from = place.range.start;
    while (from < place.range.end() && !differ(the_case, from)) ++from;
    if (from == place.range.end() || from < std::uint64_t{place.range.start} + most_bytes_shown / 2)
        from = place.range.start;
    const auto length = static_cast<std::uint32_t>(std::min<std::uint64_t>(place.range.end() - from, most_bytes_shown));
    return {static_cast<std::uint32_t>(from), length};
}

Html bytes_of(const Side& side, const AddressRange& shown, const Case& the_case) {
    Html groups;
    for (std::uint64_t group = shown.start; group < shown.end(); group += bytes_in_group) {
        Html bytes;
        for (std::uint64_t at = group; at < std::min(group + bytes_in_group, shown.end()); ++at) {
            const Byte byte = byte_at(side, at);
            const Html digits = text(byte ? fmt::format("{:02x}", *byte) : "--");
            if (!bytes.empty()) bytes += text(" ");
            bytes += differ(the_case, at) ? element("mark", digits) : digits;
        }
        if (!groups.empty()) groups += text(" ");
        groups += of_class("span", "group", bytes);
    }
    return element("code", groups);
}

Html row(std::string_view name, const Html& bytes) {
    return element("tr", element("th", Attributes{{"scope", "row"}}, text(name)) + element("td", bytes));
}

std::string caption(const AddressRange& shown, const Place& place, const Case& the_case) {
    std::string words = shown == place.range ? "All of its bytes"
                                             : fmt::format("{} of its {} bytes, from {}", shown.length,
                                                           place.range.length, hex_address(shown.start));
    if (!the_case.copy) return words;
    const bool equal = !any_in(shown, [&](std::uint64_t at) { return differ(the_case, at); });
    return words + (equal ? ": the same on both boards" : "; those that differ are marked");
}

Html bytes_table(const Place& place, const Case& the_case) {
    const AddressRange shown = shown_bytes(place, the_case);
    Html rows = element("caption", caption(shown, place, the_case));
    rows += row("golden", bytes_of(the_case.golden, shown, the_case));
    if (the_case.copy) rows += row("copy", bytes_of(*the_case.copy, shown, the_case));
    return of_class("table", "bytes", rows);
}

std::string_view disc_class(Place::Kind kind) {
    switch (kind) {
        case Place::Kind::cause: return "disc disc-cause";
        case Place::Kind::difference: return "disc disc-difference";
        case Place::Kind::field: return "disc disc-field";
    }
    return "";
}

}  // namespace

Html close_look(const Place& place, std::size_t number, const Case& the_case) {
    Html heading = of_class("span", disc_class(place.kind), fmt::format("{}", number));
    heading += text(" ") + element("code", to_string(place.range));
    heading += of_class("span", "what", fmt::format(" {}: {}", size_words(place.range.length), place.title));
    Html details;
    for (const std::string& sentence : place.details) details += element("li", sentence);
    Html content = element("h3", heading);
    if (!details.empty()) content += element("ul", details);
    content += strip(place, the_case) + bytes_table(place, the_case);
    return element("section", Attributes{{"class", "place"}, {"id", fmt::format("place-{}", number)}}, content);
}

}  // namespace jig::inspect
