// SPDX-License-Identifier: Apache-2.0
// What the flash's differences mean, weighed by the boots: a difference that changes nothing is a note.
#include <fmt/format.h>

#include <algorithm>

#include "inspect/findings/experts.hpp"
#include "inspect/findings/flash_shape.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t most_ranges_named = 8;

std::vector<AddressRange> first_ranges(std::vector<AddressRange> ranges) {
    if (ranges.size() > most_ranges_named) ranges.resize(most_ranges_named);
    return ranges;
}

// What only the boots can weigh: nothing when they say that the flash is not to blame.
std::optional<Confidence> weigh(const FlashShape& shape, const Case& the_case) {
    if (the_case.ended_alike()) {
        if (shape.certain) return Confidence::likely;
        return std::nullopt;
    }
    if (!the_case.trials.flash) return shape.certain ? std::optional(Confidence::possible) : std::nullopt;
    const Trial& trial = *the_case.trials.flash;
    if (trial.restores || trial.breaks) return std::max(confidence_of(trial, the_case), shape.at_best);
    return std::nullopt;
}

Finding finding_of(const FlashShape& shape, Confidence confidence, const Case& the_case) {
    Finding finding{
        .cause = shape.cause, .confidence = confidence, .where = first_ranges(shape.where), .evidence = shape.evidence};
    const TrialSet& trials = the_case.trials;
    if (trials.flash) finding.evidence.push_back(trial_sentence(*trials.flash));
    if (trials.flash_part && trials.flash_part->input.where.size() == 1)
        finding.evidence.push_back(
            fmt::format("{} alone makes the difference", to_string(trials.flash_part->input.where.front())));
    std::ranges::copy(the_case.differences, std::back_inserter(finding.evidence));
    return finding;
}

Note note_of(const FlashDifference& difference, const Case& the_case) {
    const Trial* part = the_case.trials.flash_part ? &*the_case.trials.flash_part : nullptr;
    const bool matters = part != nullptr && part->proves();
    return {.kind = "flash-difference",
            .where = first_ranges(matters ? part->input.where : difference.ranges),
            .text = matters ? "these bytes make the difference: given the golden board's, the copy runs"
                            : fmt::format("{} bytes of flash differ in {} ranges", difference.bytes,
                                          difference.ranges.size())};
}

}  // namespace

Opinion judge_flash(const Case& the_case) {
    Opinion opinion;
    if (!the_case.copy) return opinion;
    const FlashDifference difference = compare_flash(the_case);
    const std::optional<FlashShape> shape = shape_of(the_case, difference);
    const std::optional<Confidence> confidence = shape ? weigh(*shape, the_case) : std::nullopt;
    if (confidence) opinion.findings.push_back(finding_of(*shape, *confidence, the_case));
    if (!confidence && difference.bytes != 0) opinion.notes.push_back(note_of(difference, the_case));
    return opinion;
}

}  // namespace jig::inspect
