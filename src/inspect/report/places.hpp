// SPDX-License-Identifier: Apache-2.0
// The places in flash that a report points at: what a finding blames, where the copy differs, and fields that the notes
// know of.
#pragma once

#include <string>
#include <vector>

#include "inspect/diff/comparison.hpp"
#include "inspect/findings/case.hpp"

namespace jig::inspect {

struct Place {
    enum class Kind : std::uint8_t { cause, difference, field };
    AddressRange range;
    Kind kind = Kind::difference;
    std::string title;                 // "uid-bound, proven"
    std::vector<std::string> details;  // what else is known of it, a sentence each
};

// More are drawn without a number and without a close look.
inline constexpr std::size_t most_places = 12;

struct Places {
    std::vector<Place> numbered;       // in the order of their addresses; place 0 has the number 1
    std::vector<AddressRange> others;  // differences that have no number
};
// Causes come first where there are too many, then fields, then differences as they lie.
[[nodiscard]] Places find_places(const Case& the_case, const Diagnosis& diagnosis, const Comparison& comparison);

}  // namespace jig::inspect
