// SPDX-License-Identifier: Apache-2.0
// The stages that try the ranges which the image suggests.
#include "inspect/checksum/model_search.hpp"

#include <algorithm>
#include <array>

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;
constexpr std::array orders = {ByteOrder::little, ByteOrder::big};
// Behind the range, before it, and in the image's last word; narrow values at two places in each word.
constexpr double fields_beside_a_range = 6;

}  // namespace

ModelSearch::ModelSearch(const SearchSpace& space, const ChecksumModel& model) : space_(space), model_(model) {
    for (const ByteView dump : space.dumps()) {
        prefixes_.push_back(make_prefixes(model, dump, space.step_for(model)));
    }
}

std::vector<Agreement> ModelSearch::run() {
    search_canonical_places();
    search_likely_ranges();
    search_fields_inside();
    search_known_values();
    search_trailing_values();
    search_differing_words();
    if (met_ > most_agreements || kept_.size() > most_kept) {
        std::erase_if(kept_, [](const Agreement& agreement) { return agreement.tier != ChecksumTier::canonical; });
    }
    return std::move(kept_);
}

bool ModelSearch::is_outside(std::size_t field, const Extent& range) const {
    if (field > space_.image().size() || field + model_.value_bytes() > space_.image().size()) return false;
    return field + model_.value_bytes() <= range.start || field >= range.end;
}

void ModelSearch::try_value(std::uint32_t value, const Agreement& place) {
    const std::uint32_t found = stored(place.stored_at, place.order);
    if (is_plausible(model_, found) && agrees(model_, found, value)) keep(place);
}

void ModelSearch::keep(const Agreement& agreement) {
    if (!meet()) return;
    const bool is_promising = space_.is_promising(model_, agreement.tier, agreement.hypotheses);
    if (!is_promising && !space_.is_referenced(agreement.stored_at)) return;
    if (is_trivial(agreement.range)) return;
    for (std::size_t dump = 1; dump < space_.dumps().size(); ++dump) {
        if (!holds_in(dump, agreement)) return;
    }
    if (space_.expected(agreement) < candidate_below) kept_.push_back(agreement);
}

// Of a few words, most of them zero or alike, the sum is one of them: a vector table is full of such.
bool ModelSearch::is_trivial(const Extent& range) const {
    constexpr std::size_t longest_trivial = 256;
    constexpr std::size_t least_different_words = 4;
    if (!model_.is_additive() || range.end - range.start > longest_trivial) return false;
    std::vector<std::uint32_t> words;
    for (std::size_t at = range.start; at + word <= range.end; at += word) {
        words.push_back(load_le32(space_.image().subspan(at)));
    }
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    std::erase(words, 0U);
    return words.size() < least_different_words;
}

bool ModelSearch::holds_in(std::size_t dump, const Agreement& agreement) const {
    const Prefixes& prefixes = *prefixes_[dump];
    const std::uint32_t value =
        load_field(space_.dumps()[dump], agreement.stored_at, model_.value_bytes(), agreement.order);
    if (!is_plausible(model_, value)) return false;
    const std::size_t start = position(agreement.range.start);
    const std::size_t end = position(agreement.range.end);
    if (agreement.reading == FieldReading::outside) return agrees(model_, value, prefixes.value(start, end));
    const std::uint8_t fill = agreement.reading == FieldReading::as_ones ? 0xff : 0x00;
    std::array<std::uint32_t, 1> key{};
    prefixes.right_at(end, std::array{value},
                      std::array{prefixes.change(agreement.stored_at, model_.value_bytes(), fill)}, key);
    return key[0] == prefixes.left()[start];
}

void ModelSearch::search_canonical_places() {
    std::vector<Agreement> places;
    for (const CanonicalPlace& place : canonical_places(space_.image(), space_.landmarks(), model_.value_bytes())) {
        if (place.range.end % prefixes().step() != 0) continue;
        for (const ByteOrder order : orders) {
            const std::uint32_t value = stored(place.stored_at, order);
            const bool is_palindrome = order == ByteOrder::big && value == stored(place.stored_at, ByteOrder::little);
            if (is_palindrome || !is_plausible(model_, value)) continue;
            places.push_back({&model_, place.range, place.stored_at, order});
        }
    }
    for (Agreement& place : places) {
        place.hypotheses = static_cast<double>(places.size());
        try_value(prefixes().value(position(place.range.start), position(place.range.end)), place);
    }
}

void ModelSearch::search_likely_ranges() {
    const auto hypotheses = [&](Standing standing) {
        return space_.starts_of(standing) * space_.ends_of(standing) / 2 * fields_beside_a_range * 2;
    };
    const std::array beside = {hypotheses(Standing::structural), hypotheses(Standing::referenced)};
    if (!space_.is_promising(model_, ChecksumTier::structural, beside[0])) return;
    const bool with_references = space_.is_promising(model_, ChecksumTier::structural, beside[1]);
    const std::span<const std::uint32_t> starts = with_references ? space_.starts() : space_.landmarks().starts;
    const std::span<const std::uint32_t> ends = with_references ? space_.ends() : space_.landmarks().ends;

    std::vector<std::uint32_t> positions(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) positions[i] = static_cast<std::uint32_t>(position(starts[i]));
    std::vector<std::uint32_t> values(starts.size());
    for (const std::uint32_t end : ends) {
        if (met_ > most_agreements) return;
        std::size_t before = 0;
        while (before < starts.size() && starts[before] + shortest_range <= end) ++before;
        prefixes().values_to(position(end), std::span(positions).first(before), std::span(values).first(before));
        for (std::size_t i = 0; i < before; ++i) {
            const Standing standing = std::max(space_.start_standing(starts[i]), space_.end_standing(end));
            const double tried = beside[standing == Standing::structural ? 0 : 1];
            try_fields_of({starts[i], end}, values[i], tried);
            try_all_words({starts[i], end}, values[i], tried / fields_beside_a_range * space_.word_count());
        }
    }
}

void ModelSearch::try_fields_of(const Extent& range, std::uint32_t value, double hypotheses) {
    const std::size_t size = space_.image().size();
    const std::size_t bytes = model_.value_bytes();
    // An offset before the image wraps around, and is then no offset in it.
    const std::array fields = {range.end, range.start - bytes, size / word * word - bytes, range.start - word,
                               size / word * word - word};
    for (std::size_t i = 0; i < (bytes == word ? 3 : fields.size()); ++i) {
        if (!is_outside(fields[i], range)) continue;
        for (const ByteOrder order : orders) {
            try_value(value,
                      {&model_, range, fields[i], order, FieldReading::outside, ChecksumTier::structural, hypotheses});
        }
    }
}

void ModelSearch::try_all_words(const Extent& range, std::uint32_t value, double hypotheses) {
    if (model_.value_bytes() != word || !is_plausible(model_, value)) return;
    for (const ByteOrder order : orders) {
        const std::uint32_t as_word = order == ByteOrder::little ? value : __builtin_bswap32(value);
        space_.words().for_each(as_word, [&](std::size_t i) {
            if (is_outside(word * i, range))
                keep({&model_, range, word * i, order, FieldReading::outside, ChecksumTier::anywhere, hypotheses});
            return met_ < most_agreements;
        });
    }
}

}  // namespace jig::inspect
