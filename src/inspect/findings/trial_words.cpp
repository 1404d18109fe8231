// SPDX-License-Identifier: Apache-2.0
// What a trial is worth, and how it is told.
#include <fmt/format.h>

#include "inspect/findings/experts.hpp"

namespace jig::inspect {

Confidence confidence_of(const Trial& trial, const Case& the_case) {
    if (trial.proves() && is_steady(the_case.golden.end)) return Confidence::proven;
    if (trial.restores) return Confidence::likely;
    // Two causes at once: neither restores alone, and each breaks.
    return the_case.trials.anything_restores() ? Confidence::possible : Confidence::likely;
}

std::string trial_sentence(const Trial& trial) {
    return fmt::format("given {} of the golden board alone, the copy {}; the golden board with the copy's {}",
                       trial.input.name, trial.restores ? "ends as the golden board does" : "ends no better",
                       trial.breaks ? "fails" : "still runs");
}

}  // namespace jig::inspect
