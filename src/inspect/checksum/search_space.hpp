// SPDX-License-Identifier: Apache-2.0
// What all models' searches share: the image's landmarks, how likely each offset is to begin or end a range, and how
// many agreements chance has to offer.
#pragma once

#include <array>
#include <span>

#include "inspect/checksum/find.hpp"
#include "inspect/checksum/key_index.hpp"
#include "inspect/checksum/landmarks.hpp"

namespace jig::inspect {

// Of an offset, as the start or the end of a range.
enum class Standing : std::uint8_t { structural, referenced, word, byte };
inline constexpr std::size_t standings = 4;

// An agreement in the first dump, by offsets.
struct Agreement {
    const ChecksumModel* model = nullptr;
    Extent range;
    std::size_t stored_at = 0;
    ByteOrder order = ByteOrder::little;
    FieldReading reading = FieldReading::outside;
    ChecksumTier tier = ChecksumTier::canonical;
    double hypotheses = 0;  // as good as this one, tried for one model
};

// Indexed by bits of evidence, 0 to 32.
using ChanceByBits = std::array<double, 33>;

class SearchSpace {
 public:
    explicit SearchSpace(const ChecksumQuery& query);

    [[nodiscard]] std::span<const ByteView> dumps() const { return query_.dumps; }
    [[nodiscard]] ByteView image() const { return query_.dumps.front(); }
    [[nodiscard]] std::uint32_t base() const { return query_.base; }
    [[nodiscard]] std::size_t step() const { return query_.step; }
    // Fine enough for a narrow value in the last bytes of the image.
    [[nodiscard]] std::size_t step_for(const ChecksumModel& model) const {
        return std::max<std::size_t>(model.word_bytes, std::min<std::size_t>(query_.step, model.value_bytes()));
    }
    [[nodiscard]] const Landmarks& landmarks() const { return landmarks_; }
    // Structural and referenced offsets, ascending.
    [[nodiscard]] std::span<const std::uint32_t> starts() const { return starts_; }
    [[nodiscard]] std::span<const std::uint32_t> ends() const { return ends_; }
    [[nodiscard]] Standing start_standing(std::size_t offset) const { return start_standing_[offset]; }
    [[nodiscard]] Standing end_standing(std::size_t offset) const { return end_standing_[offset]; }
    // How many offsets stand at least so high.
    [[nodiscard]] double starts_of(Standing standing) const {
        return start_counts_[static_cast<std::size_t>(standing)];
    }
    [[nodiscard]] double ends_of(Standing standing) const { return end_counts_[static_cast<std::size_t>(standing)]; }
    [[nodiscard]] bool is_referenced(std::size_t offset) const;
    [[nodiscard]] std::span<const std::uint32_t> references() const { return references_; }
    // Words, as little-endian numbers, by word index.
    [[nodiscard]] const KeyIndex& words() const { return word_index_; }
    [[nodiscard]] double word_count() const { return static_cast<double>(words_.size()); }
    // Words in which the dumps differ, as offsets; empty if there are more than most_differing_words.
    [[nodiscard]] std::span<const std::uint32_t> differing_words() const { return differing_words_; }

    // Expected agreements by chance, over all models that are worth as much, if `dumps` dumps tell different things.
    [[nodiscard]] double expected(const ChecksumModel& model, ChecksumTier tier, double hypotheses,
                                  std::size_t dumps) const;
    // Whether it can be worth listing, if all dumps tell different things.
    [[nodiscard]] bool is_promising(const ChecksumModel& model, ChecksumTier tier, double hypotheses) const {
        return expected(model, tier, hypotheses, dumps().size()) < candidate_below;
    }
    // The same for an agreement, by what its dumps really tell.
    [[nodiscard]] double expected(const Agreement& agreement) const;

 private:
    void rank_offsets();
    void find_differences();

    const ChecksumQuery& query_;
    Landmarks landmarks_;
    std::vector<std::uint32_t> references_;  // offsets on words, ascending
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> ends_;
    std::vector<Standing> start_standing_;
    std::vector<Standing> end_standing_;
    std::array<double, standings> start_counts_{};
    std::array<double, standings> end_counts_{};
    std::vector<std::uint32_t> words_;
    KeyIndex word_index_;
    std::vector<std::uint32_t> differing_words_;
    std::vector<ChanceByBits> chance_;  // of agreeing in one dump, in two, …
};

// Another firmware differs everywhere, and then any word might be the value.
inline constexpr std::size_t most_differing_words = 32;
// Literals of a large image; the first ones count.
inline constexpr std::size_t most_references = 512;

}  // namespace jig::inspect
