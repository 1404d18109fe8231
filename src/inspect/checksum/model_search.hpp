// SPDX-License-Identifier: Apache-2.0
// The search for the checksums of one model, from the likeliest places to the least: each stage runs only if what it
// could find would be better than chance.
#pragma once

#include <memory>
#include <vector>

#include "inspect/checksum/prefixes.hpp"
#include "inspect/checksum/search_space.hpp"

namespace jig::inspect {

class ModelSearch {
 public:
    ModelSearch(const SearchSpace& space, const ChecksumModel& model);

    // What holds in all dumps and is worth listing.
    [[nodiscard]] std::vector<Agreement> run();

 private:
    void search_canonical_places();
    // Ranges between likely starts and ends, the value beside them, in the image's last word, or anywhere.
    void search_likely_ranges();
    void try_fields_of(const Extent& range, std::uint32_t value, double hypotheses);
    void try_all_words(const Extent& range, std::uint32_t value, double hypotheses);
    // The field lies in the range and was read as zeros or ones.
    void search_fields_inside();
    void try_fields_inside(std::span<const std::uint32_t> fields, std::span<const std::uint32_t> ends,
                           double hypotheses, ChecksumTier tier);
    // The value right behind the range, both ends of it anywhere.
    void search_trailing_values();
    // From a canonical start to any end, the value before the start or in the image's last word.
    void search_known_values();
    void try_all_ends(std::uint32_t start, std::size_t field, ByteOrder order, double hypotheses);
    // The value in a word in which two dumps differ, the range anywhere.
    void search_differing_words();

    [[nodiscard]] const Prefixes& prefixes() const { return *prefixes_.front(); }
    [[nodiscard]] std::size_t position(std::size_t offset) const { return offset / prefixes().step(); }
    [[nodiscard]] std::uint32_t stored(std::size_t field, ByteOrder order) const {
        return load_field(space_.image(), field, model_.value_bytes(), order);
    }
    // Whether a value at `field` can lie outside `range`.
    [[nodiscard]] bool is_outside(std::size_t field, const Extent& range) const;
    void try_value(std::uint32_t value, const Agreement& place);
    // Counts an agreement that was met. False once there were too many: then the data repeats itself, as a table of one
    // value does, and agreements say nothing.
    bool meet() { return ++met_ <= most_agreements; }
    // Keeps it if it holds in the other dumps and is better than chance.
    void keep(const Agreement& agreement);
    [[nodiscard]] bool is_trivial(const Extent& range) const;
    [[nodiscard]] bool holds_in(std::size_t dump, const Agreement& agreement) const;

    // Chance gives a promising stage a few; some hundred thousand ranges agree in a narrow model's second dump.
    static constexpr std::size_t most_agreements = 1 << 20;

    // Agreements that are better than chance, and so many of them, are repeating data too.
    static constexpr std::size_t most_kept = 100;

    const SearchSpace& space_;
    const ChecksumModel& model_;
    std::vector<std::unique_ptr<Prefixes>> prefixes_;  // of each dump
    std::size_t met_ = 0;
    std::vector<Agreement> kept_;
};

}  // namespace jig::inspect
