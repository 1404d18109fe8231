// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/field_analysis.hpp"

#include <algorithm>

#include "inspect/diff/companions.hpp"
#include "inspect/layout/chance.hpp"
#include "inspect/layout/extent.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t record_gap_bytes = 4;       // erased bytes that end a record
constexpr std::uint32_t most_record_bytes = 64;     // what is longer is no record of one thing
constexpr std::uint32_t window_bytes = 31;          // the longest value of the catalogue, less the byte that varies
constexpr std::uint32_t most_related_bytes = 2048;  // a field longer than the largest page is no function of a UID
constexpr std::size_t number_bytes = 4;

Bytes bytes_at(const Dump& dump, const AddressRange& range) {
    const ByteView view = dump.flash.view().clipped(range).bytes;
    return {view.begin(), view.end()};
}

void read_values(Field& field, std::span<const Dump> dumps) {
    field.values.clear();
    for (const std::size_t holder : field.holders) field.values.push_back(bytes_at(dumps[holder], field.range));
}

// One sample a board that has a UID: its first dump.
std::vector<BoardSample> samples_of(const Field& field, std::span<const Dump> dumps, const AddressRange& window) {
    std::vector<BoardSample> samples;
    std::vector<std::size_t> boards;
    for (const std::size_t holder : field.holders) {
        const Dump& dump = dumps[holder];
        if (dump.uid_functions.empty() || std::ranges::find(boards, dump.board) != boards.end()) continue;
        boards.push_back(dump.board);
        samples.push_back({*dump.archive->identity.uid, dump.uid_functions, dump.flash.view().clipped(window).bytes});
    }
    return samples;
}

// The field and what lies around it, as far as every holder has read it.
AddressRange window_around(const Field& field, std::span<const Dump> dumps) {
    const std::uint32_t before = std::min(window_bytes, field.range.start - chip::flash_base);
    AddressRange window{field.range.start - before, before + field.range.length + window_bytes};
    for (const std::size_t holder : field.holders) {
        for (const AddressRange& read : dumps[holder].flash.read) {
            if (read.contains(field.range)) window = intersection(window, read);
        }
    }
    return window;
}

Follows follows_of(const Field& field) {
    if (field.relation && field.relation->by_chance < finding_below) {
        switch (field.relation->kind) {
            case UidFunctionKind::copy: return Follows::copy;
            case UidFunctionKind::linear: return Follows::linear;
            case UidFunctionKind::mixed: return Follows::function;
        }
    }
    return field.diffusion.diffusion == Diffusion::whole ? Follows::diffused : Follows::no;
}

void relate(Field& field, std::span<const Dump> dumps) {
    if (field.range.length > most_related_bytes || field.kind == FieldClass::volatile_) return;
    const AddressRange window = window_around(field, dumps);
    const std::vector<BoardSample> samples = samples_of(field, dumps, window);
    if (samples.size() < 2) return;
    field.relation = relate_to_uids(samples, field.range.start - window.start, field.range.length);
    field.diffusion = test_diffusion(samples_of(field, dumps, field.range));
    field.follows = follows_of(field);
    if (!field.bound_to_uid()) return;
    field.kind = FieldClass::per_unit;
    field.range = {window.start + static_cast<std::uint32_t>(field.relation->offset),
                   static_cast<std::uint32_t>(field.relation->length)};
}

// A record that follows the UIDs takes in the fields that are parts of it.
std::vector<Field> without_parts(std::vector<Field> fields) {
    std::vector<Field> kept;
    for (Field& field : fields) {
        const bool part = std::ranges::any_of(fields, [&](const Field& whole) {
            return &whole != &field && whole.bound_to_uid() && whole.range.contains(field.range) &&
                   (whole.range != field.range || &whole < &field);
        });
        if (!part) kept.push_back(field);
    }
    return kept;
}

std::optional<std::int64_t> number_step(ByteView from, ByteView to) {
    if (from.size() > number_bytes) return std::nullopt;
    std::int64_t step = 0;
    for (std::size_t i = from.size(); i > 0; --i) step = step * 256 + (to[i - 1] - from[i - 1]);
    return step;
}

void measure_deltas(Field& field) {
    const Bytes& first = field.values.front();
    for (std::size_t i = 1; i < field.values.size(); ++i) {
        const Bytes& other = field.values[i];
        FieldDelta delta{field.holders[i], Bytes(first.size()), Bytes(first.size()), number_step(first, other)};
        for (std::size_t at = 0; at < first.size(); ++at) {
            delta.added[at] = static_cast<std::uint8_t>(other[at] - first[at]);
            delta.xored[at] = first[at] ^ other[at];
        }
        field.deltas.push_back(std::move(delta));
    }
}

// The field's bytes in half-words: the upper bytes of samples are often equal and so no part of the field.
AddressRange half_words_of(const AddressRange& range) {
    const std::uint32_t start = range.start & ~1u;
    return {start, static_cast<std::uint32_t>((range.end() + 1) & ~std::uint64_t{1}) - start};
}

// Of a volatile field the reads of the board that changed, else one value a board.
std::vector<Look> looks_at(const Field& field, std::span<const Dump> dumps, const AddressRange& range) {
    std::vector<ByteView> values;
    const bool rereads = field.kind == FieldClass::volatile_;
    std::vector<std::size_t> boards;
    for (std::size_t i = 0; i < field.holders.size(); ++i) {
        const std::size_t board = dumps[field.holders[i]].board;
        const bool seen = std::ranges::find(boards, board) != boards.end();
        if (rereads ? !boards.empty() && !seen : seen) continue;
        boards.push_back(board);
        values.push_back(dumps[field.holders[i]].flash.view().clipped(range).bytes);
    }
    const bool whole = std::ranges::all_of(values, [&](ByteView value) { return value.size() == range.length; });
    return whole ? looks_of({values, rereads}) : std::vector<Look>{};
}

void measure(Field& field, std::span<const Dump> dumps) {
    read_values(field, dumps);
    const FlashView flash = dumps[field.holders.front()].flash.view();
    const AddressRange island = island_around(flash, field.range, record_gap_bytes, most_record_bytes);
    if (island != field.range && island.length <= most_record_bytes) field.record = island;
    measure_deltas(field);
    field.looks = looks_at(field, dumps, field.range);
    const std::vector<Look> in_half_words = looks_at(field, dumps, half_words_of(field.range));
    const auto samples = [](const std::vector<Look>& looks) {
        return std::ranges::count(looks, Look::samples_12_bit) != 0;
    };
    if (samples(in_half_words) && !samples(field.looks)) field.looks.push_back(Look::samples_12_bit);
}

}  // namespace

std::vector<Field> analyse_fields(std::span<const Dump> dumps, std::span<const VaryingRun> runs, std::size_t most) {
    std::vector<VaryingRun> chosen(runs.begin(), runs.end());
    std::ranges::sort(chosen, {},
                      [](const VaryingRun& run) { return std::pair(run.kind == FieldClass::per_version, run.range); });
    if (chosen.size() > most) chosen.resize(most);
    std::ranges::sort(chosen, {}, [](const VaryingRun& run) { return run.range; });
    std::vector<Field> fields;
    for (VaryingRun& run : chosen) {
        Field field;
        field.range = run.range;
        field.kind = run.kind;
        field.holders = std::move(run.holders);
        relate(field, dumps);
        fields.push_back(std::move(field));
    }
    fields = without_parts(std::move(fields));
    for (Field& field : fields) measure(field, dumps);
    find_companions(fields);
    return fields;
}

}  // namespace jig::inspect
