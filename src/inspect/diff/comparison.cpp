// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "inspect/diff/code_owner.hpp"
#include "inspect/diff/explain.hpp"
#include "inspect/diff/field_analysis.hpp"
#include "inspect/layout/chance.hpp"

namespace jig::inspect {
namespace {

ComparedDump look_at(const Dump& dump, std::uint32_t page_bytes, const CodeOwner& code) {
    ComparedDump seen;
    seen.name = dump.name;
    seen.part = dump.archive->part;
    seen.uid = dump.archive->identity.uid;
    seen.board = dump.board;
    seen.version = dump.version;
    seen.read = dump.flash.read;
    seen.used_bytes = static_cast<std::size_t>(
        std::ranges::count_if(dump.flash.bytes, [](std::uint8_t byte) { return byte != image::erased_byte; }));
    seen.chip = check_chip(*dump.archive);
    for (UidHit& hit : find_uid_functions(dump.flash.view(), dump.uid_functions)) {
        if (hit.by_chance < finding_below) seen.uid_hits.push_back(std::move(hit));
    }
    seen.layout = flash_layout(dump.flash.view(), page_bytes);
    seen.identity_references = identity_references(code.references(dump.version));
    return seen;
}

// Boards that hold what another chip's UID gives: the sign of a copy that was made whole.
void note_foreign_records(Comparison& comparison, std::span<const Dump> dumps) {
    for (std::size_t i = 0; i < dumps.size(); ++i) {
        for (const UidHit& hit : comparison.dumps[i].uid_hits) {
            const ByteView own = dumps[i].flash.view().clipped(hit.range).bytes;
            for (const Dump& other : dumps) {
                if (other.board == dumps[i].board || !other.flash.covers(hit.range)) continue;
                if (!std::ranges::equal(own, other.flash.view().clipped(hit.range).bytes)) continue;
                comparison.notes.push_back(fmt::format("{} holds at {} {} of the chip in {}, not of its own chip",
                                                       other.name, to_string(hit.range), hit.function, dumps[i].name));
            }
        }
    }
}

void note_parts(Comparison& comparison) {
    for (const ComparedDump& dump : comparison.dumps) {
        const ComparedDump& first = comparison.dumps.front();
        if (dump.part == first.part) continue;
        comparison.notes.push_back(
            fmt::format("{} is of an {}, {} of an {}: their flash is compared address by address "
                        "as far as both have it; what differs may be due to the part",
                        first.name, first.part, dump.name, dump.part));
    }
}

void note_each_dump(Comparison& comparison, std::span<const Dump> dumps) {
    for (std::size_t i = 0; i < dumps.size(); ++i) {
        const ComparedDump& seen = comparison.dumps[i];
        for (const ChipRemark& remark : seen.chip) {
            comparison.notes.push_back(fmt::format("{}: {}", seen.name, remark.text));
        }
        if (seen.read.empty()) comparison.notes.push_back(fmt::format("{} holds no flash", seen.name));
        if (!seen.read.empty() && seen.used_bytes == 0) {
            comparison.notes.push_back(fmt::format("the flash in {} is all erased", seen.name));
        }
        if (dumps[i].archive->has_mark(image::unstable_read)) {
            comparison.notes.push_back(
                fmt::format("the flash in {} read differently the second time it was captured; "
                            "single bits may be read errors",
                            seen.name));
        }
        for (const AddressRange& range : dumps[i].flash.outside) {
            comparison.notes.push_back(
                fmt::format("{}: {} is not flash of an STM32F103 and is not compared", seen.name, to_string(range)));
        }
        for (const FirmwarePart& part : seen.layout.firmware) {
            if (!part.displaced()) continue;
            comparison.notes.push_back(fmt::format(
                "{}: the firmware at {} was linked for {}: {} of its pointers lead to the beginnings of functions or "
                "texts there, {} where it lies",
                seen.name, hex_address(part.range.start), hex_address(part.link->base), part.link->fit,
                part.link->fit_here));
        }
    }
}

void note_rereads(Comparison& comparison) {
    std::map<std::size_t, std::vector<std::string>> by_board;
    for (const ComparedDump& dump : comparison.dumps) by_board[dump.board].push_back(dump.name);
    for (const auto& [board, names] : by_board) {
        if (names.size() < 2) continue;
        comparison.notes.push_back(fmt::format("{} have the same UID: reads of one board", fmt::join(names, ", ")));
    }
}

// A few letters of a text do not look like one by themselves; in every dump they are part of a longer one.
void take_text(Field& field, const Comparison& comparison) {
    const bool known = std::ranges::find(field.looks, Look::text) != field.looks.end();
    const bool text = std::ranges::all_of(field.holders, [&](std::size_t holder) {
        return std::ranges::any_of(comparison.dumps[holder].layout.strings,
                                   [&](const FlashString& string) { return string.range.contains(field.range); });
    });
    if (!text || known) return;
    std::erase(field.looks, Look::close_numbers);
    field.looks.insert(field.looks.begin(), Look::text);
}

// What is read first: what belongs to the board, then what changes, then what cannot be told, then the firmware.
int place(const Field& field) {
    switch (field.kind) {
        case FieldClass::per_unit: return field.bound_to_uid() ? 0 : 1;
        case FieldClass::volatile_: return 2;
        case FieldClass::unit_or_version: return 3;
        case FieldClass::per_version: return 4;
    }
    return 5;
}

}  // namespace

Comparison compare_archives(std::span<const NamedArchive> archives) {
    Comparison comparison;
    const std::vector<Dump> dumps = make_dumps(archives);
    const std::uint32_t page_bytes = page_bytes_of(dumps);
    const CodeOwner code(dumps, page_bytes);
    for (const Dump& dump : dumps) comparison.dumps.push_back(look_at(dump, page_bytes, code));
    VaryingFlash varying = find_varying(dumps);
    comparison.missing = std::move(varying.missing);
    comparison.compared_bytes = varying.compared_bytes;
    comparison.varying_bytes = varying.varying_bytes;
    comparison.fields_left_out = varying.runs.size() - std::min(varying.runs.size(), most_fields);
    comparison.fields = analyse_fields(dumps, varying.runs, most_fields);
    for (Field& field : comparison.fields) {
        field.owner = owner_of(comparison.dumps[field.holders.front()].layout, field.range);
        take_text(field, comparison);
        field.references = code.references_to(field);
        field.explanations = explain_field(field, dumps);
    }
    std::ranges::sort(comparison.fields, {}, [](const Field& field) { return std::pair(place(field), field.range); });
    comparison.beside = compare_beside(dumps);
    if (!dumps.empty()) note_parts(comparison);
    note_rereads(comparison);
    note_each_dump(comparison, dumps);
    note_foreign_records(comparison, dumps);
    return comparison;
}

}  // namespace jig::inspect
