// SPDX-License-Identifier: Apache-2.0
// What a trial is worth, and how it is told.
#include <fmt/format.h>

#include "inspect/findings/experts.hpp"

namespace jig::inspect {

namespace {

// A copy that holds something else altogether fails for that; what the golden firmware minds beside it is its own
// affair.
bool holds_another_image(const Case& the_case) {
    const Bytes& golden = the_case.golden.world.flash;
    const Bytes& copy = the_case.copy->world.flash;
    std::size_t used = 0;
    std::size_t same = 0;
    for (std::size_t i = 0; i < golden.size(); ++i) {
        if (golden[i] == image::erased_byte) continue;
        ++used;
        same += i < copy.size() && copy[i] == golden[i] ? 1 : 0;
    }
    return 2 * same < used;
}

}  // namespace

Confidence confidence_of(const Trial& trial, const Case& the_case) {
    if (trial.proves() && is_steady(the_case.golden.end)) return Confidence::proven;
    if (trial.restores) return Confidence::likely;
    if (trial.input.kind != InputKind::flash && holds_another_image(the_case)) return Confidence::possible;
    // Two causes at once: neither restores alone, and each breaks.
    return the_case.trials.anything_restores() ? Confidence::possible : Confidence::likely;
}

std::string trial_sentence(const Trial& trial) {
    return fmt::format("given {} of the golden board alone, the copy {}; the golden board with the copy's {}",
                       trial.input.name, trial.restores ? "ends as the golden board does" : "ends no better",
                       trial.breaks ? "fails" : "still runs");
}

}  // namespace jig::inspect
