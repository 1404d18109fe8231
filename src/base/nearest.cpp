// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace jig {
namespace {

// Words longer than this are no slips of known words, and the table below grows with the product of the lengths.
constexpr std::size_t longest_compared = 64;

// Letters to insert, drop, replace or swap with their neighbour: three rows of the usual table at a time.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before;
    std::vector<std::size_t> above(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = std::min({above[j] + (a[i] == b[j] ? 0 : 1), row[j] + 1, above[j + 1] + 1});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
        }
        before = std::exchange(above, std::move(row));
    }
    return above.back();
}

}  // namespace

std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> known) {
    if (word.size() > longest_compared) return std::nullopt;
    std::optional<std::string_view> best;
    std::size_t best_edits = 0;
    for (const std::string_view candidate : known) {
        const std::size_t distance = edits(word, candidate);
        const std::size_t allowed = std::max<std::size_t>(1, (candidate.size() + 1) / 3);
        if (distance > allowed || (best && distance >= best_edits)) continue;
        best = candidate;
        best_edits = distance;
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
    if (const auto near = nearest_word(word, known)) return fmt::format("; did you mean '{}'?", *near);
    return fmt::format("; known are: {}", fmt::join(known, ", "));
}

}  // namespace jig
