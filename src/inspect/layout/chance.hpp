// SPDX-License-Identifier: Apache-2.0
// How often an observation comes about by chance. Every analysis that tries many hypotheses says how many it tried;
// what is expected once in a hundred images or more often is never called a finding.
#pragma once

#include <cmath>

namespace jig::inspect {

inline constexpr double finding_below = 0.01;
inline constexpr double candidate_below = 1.0;

// Occurrences to expect when `hypotheses` are tried and each holds by chance with probability 2^-bits.
[[nodiscard]] inline double expected_by_chance(double hypotheses, double bits) { return hypotheses * std::exp2(-bits); }

// An upper bound (Chernoff) for the probability of `hits` or more among many independent tries that expect `mean`.
[[nodiscard]] inline double tail_probability(double mean, double hits) {
    if (hits <= mean) return 1.0;
    if (mean <= 0) return 0.0;
    return std::exp(hits - mean - hits * std::log(hits / mean));
}

}  // namespace jig::inspect
