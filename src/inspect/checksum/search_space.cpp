// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/search_space.hpp"

#include <algorithm>
#include <cmath>

namespace jig::inspect {
namespace {

constexpr std::size_t word = 4;

std::vector<std::uint32_t> offsets_on_words(const ChecksumQuery& query) {
    std::vector<std::uint32_t> offsets;
    for (const std::uint32_t address : query.references) {
        const std::uint32_t offset = address - query.base;
        if (offset <= query.dumps.front().size() && offset % word == 0) offsets.push_back(offset);
    }
    std::ranges::sort(offsets);
    offsets.erase(std::ranges::unique(offsets).begin(), offsets.end());
    if (offsets.size() > most_references) offsets.resize(most_references);
    return offsets;
}

std::vector<std::uint32_t> words_of(ByteView image) {
    std::vector<std::uint32_t> words(image.size() / word);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = load_le32(image.subspan(word * i));
    return words;
}

std::vector<std::uint32_t> merged(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::vector<std::uint32_t> all;
    std::ranges::set_union(a, b, std::back_inserter(all));
    return all;
}

// Of every offset, with how many stand at least as high as each standing.
std::array<double, standings> rank(std::vector<Standing>& standing, const std::vector<bool>& allowed, std::size_t step,
                                   std::span<const std::uint32_t> structural,
                                   std::span<const std::uint32_t> referenced) {
    for (std::size_t i = 0; i < standing.size(); ++i) standing[i] = i % word == 0 ? Standing::word : Standing::byte;
    for (const std::uint32_t offset : referenced) standing[offset] = Standing::referenced;
    for (const std::uint32_t offset : structural) standing[offset] = Standing::structural;
    std::array<double, standings> counts{};
    for (std::size_t i = 0; i < standing.size(); i += step) {
        if (allowed[i / step] || standing[i] < Standing::word) ++counts[static_cast<std::size_t>(standing[i])];
    }
    for (std::size_t i = 1; i < standings; ++i) counts[i] += counts[i - 1];
    return counts;
}

ByteView part_of(ByteView dump, const Extent& extent) { return dump.subspan(extent.start, extent.end - extent.start); }

// Dumps that differ from all before them in the range or in the value.
std::size_t telling_dumps(std::span<const ByteView> dumps, const Agreement& agreement) {
    const Extent field{agreement.stored_at, agreement.stored_at + agreement.model->value_bytes()};
    std::size_t telling = 0;
    for (std::size_t i = 0; i < dumps.size(); ++i) {
        const bool is_new = std::ranges::none_of(dumps.first(i), [&](ByteView earlier) {
            return std::ranges::equal(part_of(dumps[i], agreement.range), part_of(earlier, agreement.range)) &&
                   std::ranges::equal(part_of(dumps[i], field), part_of(earlier, field));
        });
        if (is_new) ++telling;
    }
    return telling;
}

// By the bits of evidence, how often the models that say at least as much agree with one hypothesis by chance, `times`
// times in a row.
ChanceByBits chance_of_agreeing(int times) {
    ChanceByBits chance{};
    for (unsigned bits = 0; bits < chance.size(); ++bits) {
        for (const ChecksumModel& model : checksum_models()) {
            if (model.evidence_bits >= bits)
                chance[bits] += std::ldexp(1.0, -static_cast<int>(model.evidence_bits) * times);
        }
    }
    return chance;
}

}  // namespace

SearchSpace::SearchSpace(const ChecksumQuery& query)
    : query_(query),
      landmarks_(find_landmarks(image(), query.base, query.page_bytes)),
      references_(offsets_on_words(query)),
      starts_(merged(landmarks_.starts, references_)),
      ends_(merged(landmarks_.ends, references_)),
      start_standing_(image().size() + 1),
      end_standing_(image().size() + 1),
      words_(words_of(image())),
      word_index_(words_, 32) {
    for (std::size_t i = 0; i < words_.size(); ++i) word_index_.insert(i);
    rank_offsets();
    find_differences();
    for (std::size_t times = 1; times <= dumps().size(); ++times) {
        chance_.push_back(chance_of_agreeing(static_cast<int>(times)));
    }
}

void SearchSpace::rank_offsets() {
    const std::vector<bool> allowed = allowed_positions(image(), query_.step);
    start_counts_ = rank(start_standing_, allowed, query_.step, landmarks_.starts, references_);
    end_counts_ = rank(end_standing_, allowed, query_.step, landmarks_.ends, references_);
}

void SearchSpace::find_differences() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
        const bool differs = std::ranges::any_of(
            dumps().subspan(1), [&](ByteView other) { return load_le32(other.subspan(word * i)) != words_[i]; });
        if (differs) differing_words_.push_back(static_cast<std::uint32_t>(word * i));
    }
    if (differing_words_.size() > most_differing_words) differing_words_.clear();
}

bool SearchSpace::is_referenced(std::size_t offset) const {
    return std::ranges::binary_search(references_, static_cast<std::uint32_t>(offset));
}

double SearchSpace::expected(const ChecksumModel& model, ChecksumTier tier, double hypotheses,
                             std::size_t dumps) const {
    const bool repeats = model.is_additive() && tier != ChecksumTier::canonical;
    return hypotheses * chance_[repeats ? 0 : dumps - 1][model.evidence_bits];
}

double SearchSpace::expected(const Agreement& agreement) const {
    double expected_here =
        expected(*agreement.model, agreement.tier, agreement.hypotheses, telling_dumps(dumps(), agreement));
    // Few words are referred to; that the code knows this one is evidence of its own.
    if (is_referenced(agreement.stored_at)) {
        expected_here *= static_cast<double>(references_.size()) / word_count();
    }
    return expected_here;
}

}  // namespace jig::inspect
