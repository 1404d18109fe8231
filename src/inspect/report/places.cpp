// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/places.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::inspect {
namespace {

using enum Place::Kind;

AddressRange drawn_flash(const Case& the_case) {
    AddressRange range = the_case.golden.flash().range();
    if (the_case.copy) range.length = std::max(range.length, the_case.copy->flash().range().length);
    return range;
}

// Where the boards differ, the unit record too; equal stretches that are shorter than this join what is around them.
std::vector<AddressRange> differences(const Case& the_case) {
    constexpr std::uint32_t joined_below = 16;
    if (!the_case.copy) return {};
    const Bytes& golden = the_case.golden.world.flash;
    const Bytes& copy = the_case.copy->world.flash;
    const auto at = [](const Bytes& bytes, std::size_t i) { return i < bytes.size() ? bytes[i] : image::erased_byte; };
    std::vector<AddressRange> ranges;
    for (std::size_t i = 0; i < std::max(golden.size(), copy.size()); ++i) {
        if (at(golden, i) == at(copy, i)) continue;
        const auto address = static_cast<std::uint32_t>(chip::flash_base + i);
        if (!ranges.empty() && address < ranges.back().end() + joined_below)
            ranges.back().length = address + 1 - ranges.back().start;
        else
            ranges.push_back({address, 1});
    }
    return ranges;
}

// A place that is not much larger than `range` and holds it: both are one thing.
Place* same_place(std::vector<Place>& places, const AddressRange& range) {
    constexpr std::uint32_t at_most_times = 4;
    const auto found = std::ranges::find_if(places, [&](const Place& place) {
        const bool one_in_other = place.range.contains(range) || range.contains(place.range);
        return one_in_other && place.range.length / at_most_times <= range.length &&
               range.length / at_most_times <= place.range.length;
    });
    return found == places.end() ? nullptr : &*found;
}

void add(std::vector<Place>& places, Place place) {
    if (Place* known = same_place(places, place.range)) {
        if (known->title.find(place.title) == std::string::npos) known->details.push_back(place.title);
        std::ranges::move(place.details, std::back_inserter(known->details));
        return;
    }
    places.push_back(std::move(place));
}

std::string explanation_of(const Field& field) {
    std::string said(name_of(field.kind));
    if (!field.owner.empty()) said += ", in " + field.owner;
    if (field.explanations.empty() || field.explanations.front().standing == Standing::ruled_out) return said;
    const Explanation& best = field.explanations.front();
    return fmt::format("{}: {} {}, because {}", said, best.standing == Standing::supported ? "this is" : "perhaps",
                       best.what, best.because);
}

std::vector<std::string> details_of(const AddressRange& range, const Comparison& comparison) {
    const auto field = std::ranges::find_if(comparison.fields, [&](const Field& f) { return f.range.overlaps(range); });
    if (field == comparison.fields.end()) return {};
    std::vector<std::string> details{explanation_of(*field)};
    for (const FieldReference& user : field->references)
        if (!user.instruction.empty())
            details.push_back(fmt::format("{} refers to it ({})", hex_address(user.reference.from), user.instruction));
    return details;
}

void add_causes(const Diagnosis& diagnosis, const AddressRange& flash, std::vector<Place>& places) {
    for (const Finding& finding : diagnosis.findings)
        for (const AddressRange& range : finding.where)
            if (flash.contains(range) && range.length != 0)
                add(places,
                    {range, cause, fmt::format("{}, {}", row_of(finding.cause).name, name_of(finding.confidence)), {}});
}

// The whole of a checksum's range is no place; where its value stands is.
void add_fields(const Diagnosis& diagnosis, const AddressRange& flash, std::vector<Place>& places) {
    for (const Note& note : diagnosis.notes) {
        if (note.kind == "layout" || note.kind == "flash-difference" || note.where.empty()) continue;
        const AddressRange& range = note.checksum ? note.where.back() : note.where.front();
        if (flash.contains(range) && range.length != 0)
            add(places, {range, field, std::string(note.kind), {note.text}});
    }
}

}  // namespace

Places find_places(const Case& the_case, const Diagnosis& diagnosis, const Comparison& comparison) {
    const AddressRange flash = drawn_flash(the_case);
    std::vector<Place> all;
    add_causes(diagnosis, flash, all);
    add_fields(diagnosis, flash, all);
    for (const AddressRange& range : differences(the_case))
        add(all, {range, difference, "the copy differs", details_of(range, comparison)});
    Places places;
    for (std::size_t i = most_places; i < all.size(); ++i)
        if (all[i].kind != field) places.others.push_back(all[i].range);
    all.resize(std::min(all.size(), most_places));
    std::ranges::sort(all, {}, &Place::range);
    places.numbered = std::move(all);
    return places;
}

}  // namespace jig::inspect
