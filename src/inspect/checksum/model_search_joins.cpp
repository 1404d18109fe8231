// SPDX-License-Identifier: Apache-2.0
// The stages for ranges that nothing in the image suggests.
#include <algorithm>
#include <array>

#include "inspect/checksum/differing_ranges.hpp"
#include "inspect/checksum/model_search.hpp"
#include "inspect/checksum/trailing_ranges.hpp"

namespace jig::inspect {
namespace {

constexpr std::array orders = {ByteOrder::little, ByteOrder::big};

ChecksumTier tier_of(Standing start, Standing end) {
    if (std::min(start, end) <= Standing::referenced && std::max(start, end) <= Standing::word) {
        return ChecksumTier::anywhere;
    }
    return std::max(start, end) <= Standing::word ? ChecksumTier::aligned : ChecksumTier::any_byte;
}

}  // namespace

void ModelSearch::search_trailing_values() {
    const auto hypotheses = [&](Standing start, Standing end) {
        return space_.starts_of(start) * space_.ends_of(end) / 2 * 2;
    };
    const double least =
        std::min(hypotheses(Standing::structural, Standing::word), hypotheses(Standing::word, Standing::structural));
    if (!space_.is_promising(model_, ChecksumTier::anywhere, least)) return;
    const auto look_at = [&](const TrailingRange& found) {
        if (found.range.start % space_.step() != 0 || found.range.end % space_.step() != 0) return;
        const Standing start = space_.start_standing(found.range.start);
        const Standing end = space_.end_standing(found.range.end);
        if (std::max(start, end) <= Standing::referenced) return;  // tried before
        keep({&model_, found.range, found.range.end, found.order, FieldReading::outside, tier_of(start, end),
              hypotheses(start, end)});
    };
    for_each_trailing_range(model_, space_.image(), prefixes(), [&](const TrailingRange& found) {
        look_at(found);
        return meet();
    });
}

void ModelSearch::search_known_values() {
    const std::vector<std::uint32_t> starts = canonical_starts(space_.image(), space_.landmarks());
    constexpr double fields_of_a_start = 2;
    const double hypotheses =
        static_cast<double>(starts.size()) * space_.ends_of(Standing::word) * fields_of_a_start * 2;
    if (!space_.is_promising(model_, ChecksumTier::anywhere, hypotheses)) return;
    const std::size_t bytes = model_.value_bytes();
    for (const std::uint32_t start : starts) {
        for (const ByteOrder order : orders) {
            if (start >= bytes) try_all_ends(start, start - bytes, order, hypotheses);
            if (space_.image().size() >= bytes) {
                try_all_ends(start, (space_.image().size() - bytes) / bytes * bytes, order, hypotheses);
            }
        }
    }
}

void ModelSearch::try_all_ends(std::uint32_t start, std::size_t field, ByteOrder order, double hypotheses) {
    const std::uint32_t value = stored(field, order);
    if (!is_plausible(model_, value)) return;
    const std::uint32_t key = prefixes().left()[position(start)];
    constexpr std::size_t block = TrailingKeys::block;
    const std::vector<std::uint32_t> values(block, value);
    std::vector<std::uint32_t> keys(block);
    for (std::size_t first = position(start); first < prefixes().count(); first += block) {
        const std::size_t size = std::min(block, prefixes().count() - first);
        prefixes().right(first, std::span(values).first(size), std::span(keys).first(size));
        for (std::size_t i = 0; i < size; ++i) {
            const Extent range{start, (first + i) * prefixes().step()};
            if (keys[i] != key || range.end < start + shortest_range || !is_outside(field, range)) continue;
            if (space_.end_standing(range.end) > Standing::word) continue;
            keep({&model_, range, field, order, FieldReading::outside, ChecksumTier::anywhere, hypotheses});
        }
    }
}

// Pairs of keys, one from each dump. Between the places where the dumps differ, the distance of a start's two keys
// stays the same: there are few distances, and few ends whose keys have one of them.
void ModelSearch::search_differing_words() {
    if (space_.dumps().size() < 2) return;
    const std::vector<DifferingField> fields = differing_fields(space_, model_);
    const auto hypotheses = [&](Standing start, Standing end) {
        return space_.starts_of(start) * space_.ends_of(end) / 2 * static_cast<double>(fields.size());
    };
    const double least = hypotheses(Standing::structural, Standing::structural);
    if (fields.empty() || !space_.is_promising(model_, ChecksumTier::anywhere, least)) return;
    for_each_differing_range(space_, model_, prefixes(), *prefixes_[1], fields,
                             [&](const Extent& range, const DifferingField& field) {
                                 if (is_outside(field.offset, range)) {
                                     const Standing start = space_.start_standing(range.start);
                                     const Standing end = space_.end_standing(range.end);
                                     keep({&model_, range, field.offset, field.order, FieldReading::outside,
                                           tier_of(start, end), hypotheses(start, end)});
                                 }
                                 return meet();
                             });
}

}  // namespace jig::inspect
