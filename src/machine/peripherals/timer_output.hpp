// SPDX-License-Identifier: Apache-2.0
// What a compare channel puts out: its reference signal OCxREF (RM0008 14.3.8 to 14.3.10) and the levels of OCx and
// OCxN that BDTR and CCER make of it (table 83). Pure functions.
#pragma once

#include <cstdint>

#include "machine/pins.hpp"

namespace jig::machine {

// One channel at a moment: OCxM, and what the counter did.
struct CompareState {
    std::uint32_t mode;  // OCxM
    std::uint32_t count;
    std::uint32_t compare;
    bool down;
    bool reached;  // the compare value, since the last look
    bool odd;      // an odd number of times
};
[[nodiscard]] bool output_reference(bool before, const CompareState& state);

// The bits that decide over a pair of outputs. A timer without BDTR has MOE set and no complementary output.
struct OutputControl {
    bool MOE = true, OSSI = false, OSSR = false;
    bool CCxE = false, CCxP = false, CCxNE = false, CCxNP = false;
    bool OISx = false, OISxN = false;
};
struct OutputPair {
    Level OCx = Level::floating;
    Level OCxN = Level::floating;
};
// Dead times are not inserted: both outputs change at once.
[[nodiscard]] OutputPair output_levels(bool reference, const OutputControl& control);

}  // namespace jig::machine
