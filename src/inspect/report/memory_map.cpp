// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/memory_map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/report/svg.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr double line_height = 18;
constexpr double bar_height = 26;
constexpr double disc_height = 22;
constexpr double disc_width_percent = 7;  // of the narrowest screen
constexpr unsigned most_ticks = 4;        // labels that fit there beside each other

AddressRange both_flashes(const Case& the_case) {
    AddressRange range = the_case.golden.flash().range();
    if (the_case.copy) range.length = std::max(range.length, the_case.copy->flash().range().length);
    return range;
}

// What lies between `read` ranges, up to the end of `whole`.
std::vector<AddressRange> not_in(const std::vector<AddressRange>& read, const AddressRange& whole) {
    std::vector<AddressRange> gaps;
    std::uint64_t from = whole.start;
    for (const AddressRange& range : read) {
        if (range.start > from)
            gaps.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(range.start - from)});
        from = std::max(from, range.end());
    }
    if (from < whole.end())
        gaps.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(whole.end() - from)});
    return gaps;
}

std::uint64_t bytes_in(const std::vector<AddressRange>& ranges) {
    std::uint64_t bytes = 0;
    for (const AddressRange& range : ranges) bytes += range.length;
    return bytes;
}

Html bar(const Side& side, std::string_view used, const Scale& scale, double top) {
    const Band down{top, bar_height};
    Html drawn = box("erased", scale.of(side.flash().range()), down);
    for (const AddressRange& range : side.layout.used) drawn += box(used, scale.of(range), down);
    for (const AddressRange& range : not_in(side.dump.read, side.flash().range()))
        drawn += box("absent", scale.of(range), down);
    for (const EepromPage& page : side.layout.eeprom) drawn += box("eeprom", scale.of(page.range), down);
    for (const FirmwarePart& part : side.layout.firmware)
        drawn += upright("vectors", scale.at(part.table.address), down);
    return drawn;
}

std::string bar_words(std::string_view name, const Side& side) {
    return fmt::format("{}: {} of {} used", name, size_words(bytes_in(side.layout.used)),
                       size_words(side.flash().bytes.size()));
}

std::string_view mark_class(Place::Kind kind) {
    switch (kind) {
        case Place::Kind::cause: return "mark-cause";
        case Place::Kind::difference: return "mark-difference";
        case Place::Kind::field: return "mark-field";
    }
    return "";
}

struct Discs {
    std::vector<double> at;
    std::vector<unsigned> rows;
    unsigned row_count = 0;
};

Discs discs_of(const Places& places, const Scale& scale) {
    Discs discs;
    for (const Place& place : places.numbered) {
        const Stretch across = scale.of(place.range);
        discs.at.push_back(across.at + across.width / 2);
    }
    // Long places may have their middle before that of a place that begins earlier; rows want them in order.
    std::vector<double> sorted = discs.at;
    std::ranges::sort(sorted);
    const std::vector<unsigned> rows = rows_of_marks(sorted, disc_width_percent);
    for (const double at : discs.at)
        discs.rows.push_back(rows[static_cast<std::size_t>(std::ranges::find(sorted, at) - sorted.begin())]);
    for (const unsigned row : rows) discs.row_count = std::max(discs.row_count, row + 1);
    return discs;
}

Html marks(const Places& places, const Discs& discs, const Scale& scale, const Band& bars) {
    Html drawn;
    for (const AddressRange& range : places.others) drawn += box("mark-difference", scale.of(range), bars);
    for (std::size_t i = 0; i < places.numbered.size(); ++i) {
        const std::string_view name = mark_class(places.numbered[i].kind);
        const double middle = (discs.row_count - discs.rows[i] - 0.5) * disc_height;
        drawn += upright("leader", discs.at[i], {middle, bars.top - middle});
        drawn += box(name, scale.of(places.numbered[i].range), bars);
        drawn += disc(name, discs.at[i], middle, i + 1);
    }
    return drawn;
}

Html axis(const AddressRange& whole, const Scale& scale, double top) {
    constexpr double tick = 5;
    Html drawn;
    const std::uint32_t step = round_bytes(whole.length, most_ticks);
    for (std::uint64_t offset = 0; offset <= whole.length; offset += step) {
        const double at = scale.at(static_cast<double>(whole.start + offset));
        const bool is_last = offset + step > whole.length;
        drawn += upright("tick", at, {top, tick});
        drawn += label("axis", at, top + line_height, offset == 0 ? "0" : size_words(offset),
                       offset == 0 ? Anchor::start
                       : is_last   ? Anchor::end
                                   : Anchor::middle);
    }
    return drawn;
}

Html swatch(std::string_view name, std::string_view words) {
    return element("li", of_class("span", fmt::format("swatch {}", name), "") + text(words));
}

Html legend(const Case& the_case, const Places& places) {
    const auto has = [&](auto&& test) { return test(the_case.golden) || (the_case.copy && test(*the_case.copy)); };
    Html items = swatch("used-golden", "used, golden board");
    if (the_case.copy) items += swatch("used-copy", "used, copy");
    items += swatch("erased", "erased (FF)");
    if (has([](const Side& side) { return !not_in(side.dump.read, side.flash().range()).empty(); }))
        items += swatch("absent", "not in the archive, taken for erased");
    if (has([](const Side& side) { return !side.layout.firmware.empty(); }))
        items += swatch("vectors", "a vector table begins");
    if (has([](const Side& side) { return !side.layout.eeprom.empty(); }))
        items += swatch("eeprom", "EEPROM emulation");
    const auto marks = [&](Place::Kind kind) {
        return std::ranges::find(places.numbered, kind, &Place::kind) != places.numbered.end();
    };
    if (marks(Place::Kind::cause)) items += swatch("mark-cause", "blamed by a finding");
    if (marks(Place::Kind::difference)) items += swatch("mark-difference", "differs");
    if (marks(Place::Kind::field)) items += swatch("mark-field", "a field");
    return of_class("ul", "legend", items);
}

std::string description(const Case& the_case, const Places& places) {
    std::string words = bar_words("golden board", the_case.golden);
    if (the_case.copy) words += "; " + bar_words("copy", *the_case.copy);
    for (std::size_t i = 0; i < places.numbered.size(); ++i)
        words +=
            fmt::format("; place {}: {}, {}", i + 1, to_string(places.numbered[i].range), places.numbered[i].title);
    return words;
}

}  // namespace

Html memory_map(const Case& the_case, const Places& places) {
    const AddressRange whole = both_flashes(the_case);
    const Scale scale(whole);
    const Discs discs = discs_of(places, scale);
    const double bars_top = discs.row_count * disc_height + line_height;
    double y = bars_top;
    Html names = label("bar-name", 0, y - 5, bar_words("golden", the_case.golden));
    Html drawn = bar(the_case.golden, "used-golden", scale, y);
    y += bar_height;
    if (the_case.copy) {
        y += line_height;
        drawn += bar(*the_case.copy, "used-copy", scale, y);
        names += label("bar-name", 0, y - 5, bar_words("copy", *the_case.copy));
        y += bar_height;
    }
    drawn += marks(places, discs, scale, {bars_top, y - bars_top}) + names;
    drawn += axis(whole, scale, y + 2);
    const std::string title = fmt::format("Flash of {} from {}", the_case.copy ? "both boards" : "the golden board",
                                          hex_address(whole.start));
    const double height = y + 2 + line_height + 6;
    return of_class("figure", "map", picture("map", height, title, description(the_case, places), drawn)) +
           legend(the_case, places);
}

}  // namespace jig::inspect
