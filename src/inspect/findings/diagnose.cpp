// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/diagnose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/stable_sort.hpp"
#include "inspect/boot/outcome.hpp"
#include "inspect/findings/experts.hpp"
#include "inspect/findings/flash_shape.hpp"
#include "inspect/findings/make_case.hpp"

namespace jig::inspect {
namespace {

// In the order that decides between findings of the same confidence: a copy that lacks its firmware also lacks its
// record.
using Expert = Opinion (*)(const Case&);
constexpr Expert experts[] = {judge_inputs, judge_flash,   judge_uid,      judge_checksums,
                              judge_chip,   describe_boot, describe_layout};

void take(Opinion opinion, Diagnosis& diagnosis) {
    std::ranges::move(opinion.findings, std::back_inserter(diagnosis.findings));
    std::ranges::move(opinion.notes, std::back_inserter(diagnosis.notes));
}

// Once something is proven, what merely fits is no help.
void rank(std::vector<Finding>& findings) {
    stable_sort_by(findings, &Finding::confidence);
    if (findings.empty() || findings.front().confidence != Confidence::proven) return;
    std::erase_if(findings, [](const Finding& finding) { return finding.confidence == Confidence::possible; });
}

bool is_explained(const std::vector<Finding>& findings) {
    return !findings.empty() && findings.front().confidence != Confidence::possible;
}

// The copy fails, with these bytes of the golden flash it runs, and the golden board does not with the copy's. A copy
// that only does something else may hold another version or other settings.
const Trial* decisive_flash(const Case& the_case) {
    const std::optional<Trial>& part = the_case.trials.flash_part;
    const bool fails = is_steady(the_case.golden.end) && ends_worse(the_case.golden.end, the_case.copy->end);
    return fails && part && part->proves() ? &*part : nullptr;
}

// Boots show which bytes matter and nobody knows what for: single bits are lost on the way, the rest was not written.
Finding unexplained_bytes(const Trial& part, const FlashDifference& difference) {
    const bool single_bits = difference.single_bits == difference.bytes;
    return {
        .cause = single_bits ? Cause::unstable_read : Cause::write_ignored,
        .confidence = Confidence::possible,
        .where = part.input.where,
        .evidence = {fmt::format("{} of the copy are not as on the golden board, and they alone make the difference",
                                 part.input.where.size() == 1 ? to_string(part.input.where.front()) : "these bytes"),
                     trial_sentence(part)},
        .remedy = "Write the golden board's bytes there, and compare with a read of the copy (jig clone does both)."};
}

struct Judgement {
    Verdict verdict;
    std::string because;
};

bool cannot_run(const BootRecord& end) { return end.settled == Settled::no_start || end.settled == Settled::locked_up; }

Judgement judge_alone(const Side& golden) {
    if (is_steady(golden.end)) return {Verdict::runs, "the golden board reaches a steady state on the virtual board"};
    if (cannot_run(golden.end)) return {Verdict::will_not_run, "no firmware starts from this flash"};
    return {Verdict::unknown, "the golden board reaches no steady state on the virtual board"};
}

// Whether the copy booted with the golden board's UID for want of its own, and the firmware minds which it is.
bool uid_is_open(const Case& the_case) {
    const bool is_read = the_case.copy->archive->identity.uid.has_value() ||
                         the_case.copy->world.board.chip.uid != the_case.golden.world.board.chip.uid;
    return !is_read && the_case.is_locked_to_chip();
}

Judgement judge_alike(const Case& the_case, const std::vector<Finding>& findings) {
    if (cannot_run(the_case.copy->end)) return {Verdict::will_not_run, "neither board starts"};
    if (!is_steady(the_case.golden.end))
        return {Verdict::unknown, "both boots ended alike, but in no steady state that a board is used in"};
    if (!findings.empty())
        return {Verdict::unknown, "both boots ended alike, but the contents differ in a way that can matter later"};
    if (uid_is_open(the_case))
        return {Verdict::unknown,
                "the firmware runs on the golden board's chip alone, and the copy's unique ID was not read"};
    return {Verdict::runs, "both boots ended alike, in a steady state"};
}

Judgement judge_different(const Case& the_case, const std::vector<Finding>& findings) {
    if (is_explained(findings))
        return {Verdict::will_not_run, "the boots ended differently, and the first finding says why"};
    if (decisive_flash(the_case) != nullptr)
        return {Verdict::will_not_run,
                "the boots ended differently, and with the golden board's bytes of flash the copy runs"};
    if (cannot_run(the_case.copy->end) && is_steady(the_case.golden.end))
        return {Verdict::will_not_run, "the golden board runs and the copy does not start"};
    return {Verdict::unknown, "the boots ended differently, and no cause is certain enough"};
}

Judgement judge(const Case& the_case, const std::vector<Finding>& findings) {
    if (!the_case.copy) return judge_alone(the_case.golden);
    return the_case.ended_alike() ? judge_alike(the_case, findings) : judge_different(the_case, findings);
}

}  // namespace

Diagnosis diagnosis_of(const Case& the_case) {
    Diagnosis diagnosis;
    for (const Expert expert : experts) take(expert(the_case), diagnosis);
    rank(diagnosis.findings);
    const Trial* decisive = the_case.copy ? decisive_flash(the_case) : nullptr;
    if (decisive != nullptr && !is_explained(diagnosis.findings))
        diagnosis.findings.push_back(unexplained_bytes(*decisive, compare_flash(the_case)));
    Judgement judgement = judge(the_case, diagnosis.findings);
    diagnosis.verdict = judgement.verdict;
    diagnosis.because = std::move(judgement.because);
    const BootRecord& end = the_case.copy ? the_case.copy->end : the_case.golden.end;
    diagnosis.coverage = {.instructions = end.instructions,
                          .stopped = name_of(end.settled),
                          .unmodelled = end.unmodelled,
                          .boots = the_case.boots};
    return diagnosis;
}

Result<Diagnosis> diagnose(const DiagnosisQuery& query) {
    TRY_ASSIGN(const Case the_case, make_case(query));
    return diagnosis_of(the_case);
}

}  // namespace jig::inspect
