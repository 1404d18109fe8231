// SPDX-License-Identifier: Apache-2.0
// The stage for fields that lie in their own range.
#include <algorithm>
#include <array>

#include "inspect/checksum/model_search.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;
// Vectors 7 to 10 and 13 are reserved (DDI 0403 B1.5.2): where checksums of vector tables and images are put.
constexpr std::array<std::uint32_t, 5> reserved_vectors = {0x1c, 0x20, 0x24, 0x28, 0x34};
constexpr double readings_of_a_field = 4;  // as zeros or ones, little- or big-endian

std::vector<std::uint32_t> ends_of_images(const SearchSpace& space) {
    std::vector<std::uint32_t> ends = space.landmarks().vector_tables;
    ends.push_back(static_cast<std::uint32_t>(space.image().size() / word * word));
    const auto in_use = static_cast<std::uint32_t>(round_up(space.landmarks().used_end, word));
    if (in_use <= space.image().size()) ends.push_back(in_use);
    // Padded to the end of its page.
    const auto page = std::ranges::lower_bound(space.landmarks().ends, in_use + 1);
    if (page != space.landmarks().ends.end()) ends.push_back(*page);
    std::ranges::sort(ends);
    ends.erase(std::ranges::unique(ends).begin(), ends.end());
    constexpr std::size_t most_ends = 6;  // more vector tables than a bootloader's and an application's are data
    if (ends.size() > most_ends) ends.erase(ends.begin(), ends.end() - most_ends);
    return ends;
}

}  // namespace

void ModelSearch::search_fields_inside() {
    // A value that makes the whole add up to nothing cancels itself out: every word could be its field.
    if (model_.family == ChecksumFamily::exclusive_or || model_.form != SumForm::plain) return;
    const std::vector<std::uint32_t> starts = canonical_starts(space_.image(), space_.landmarks());
    const std::vector<std::uint32_t> ends = ends_of_images(space_);
    const double ranges = static_cast<double>(starts.size() * ends.size());

    std::vector<std::uint32_t> slots;
    for (const std::uint32_t start : starts) {
        for (const std::uint32_t vector : reserved_vectors) slots.push_back(start + vector);
    }
    const double in_slots = ranges * reserved_vectors.size() * readings_of_a_field;
    if (space_.is_promising(model_, ChecksumTier::structural, in_slots)) {
        try_fields_inside(slots, ends, in_slots, ChecksumTier::structural);
    }
    // Words of one value all do for a sum, and some value will.
    if (model_.is_additive() || model_.value_bytes() != word) return;
    const double anywhere = ranges * space_.word_count() * readings_of_a_field;
    if (!space_.is_promising(model_, ChecksumTier::anywhere, anywhere)) return;
    std::vector<std::uint32_t> words(space_.image().size() / word);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = static_cast<std::uint32_t>(word * i);
    try_fields_inside(words, ends, anywhere, ChecksumTier::anywhere);
}

void ModelSearch::try_fields_inside(std::span<const std::uint32_t> fields, std::span<const std::uint32_t> ends,
                                    double hypotheses, ChecksumTier tier) {
    const std::vector<std::uint32_t> starts = canonical_starts(space_.image(), space_.landmarks());
    std::vector<std::uint32_t> inside(fields.begin(), fields.end());
    std::erase_if(inside, [&](std::uint32_t field) { return field + word > space_.image().size(); });
    std::vector<FieldChange> changes(inside.size());
    std::vector<std::uint32_t> values(inside.size());
    std::vector<std::uint32_t> keys(inside.size());
    for (const FieldReading reading : {FieldReading::as_zeros, FieldReading::as_ones}) {
        const std::uint8_t fill = reading == FieldReading::as_ones ? 0xff : 0x00;
        for (std::size_t i = 0; i < inside.size(); ++i) {
            changes[i] = prefixes().change(inside[i], model_.value_bytes(), fill);
        }
        for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
            for (std::size_t i = 0; i < inside.size(); ++i) values[i] = stored(inside[i], order);
            for (const std::uint32_t end : ends) {
                prefixes().right_at(position(end), values, changes, keys);
                for (const std::uint32_t start : starts) {
                    const std::uint32_t key = prefixes().left()[position(start)];
                    for (std::size_t i = 0; i < keys.size(); ++i) {
                        if (keys[i] != key || inside[i] < start || inside[i] + word > end) continue;
                        if (end - start < shortest_range || !is_plausible(model_, values[i])) continue;
                        keep({&model_, {start, end}, inside[i], order, reading, tier, hypotheses});
                    }
                }
            }
        }
    }
}

}  // namespace jig::inspect
