// SPDX-License-Identifier: Apache-2.0
// Is the firmware bound to the chip's unique ID? Decided by boots with another UID; the catalogue of UID functions adds
// what the record seems to be, and never makes one.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "chip/identity.hpp"
#include "inspect/findings/experts.hpp"
#include "inspect/identity/uid_search.hpp"

namespace jig::inspect {
namespace {

constexpr AddressRange uid_range{chip::uid_address, chip::uid_bytes};

// The whole UID, which is tried last, or the one word that differs.
const Trial* uid_trial(const TrialSet& trials) {
    const Trial* last = nullptr;
    for (const Trial& trial : trials.single)
        if (trial.input.kind == InputKind::uid || trial.input.kind == InputKind::uid_word) last = &trial;
    return last;
}

std::string hits_sentence(const Case& the_case, const AddressRange& record) {
    const Side& golden = the_case.golden;
    const std::vector<UidValue> values = uid_values(golden.world.board.chip.uid);
    for (const UidHit& hit : find_uid_functions(golden.flash(), values))
        if (hit.range.overlaps(record))
            return fmt::format("{} is {} of the golden chip ({:.1g} expected by chance)", to_string(hit.range),
                               hit.function, hit.by_chance);
    return {};
}

std::vector<std::string> decision_evidence(const Case& the_case) {
    std::vector<std::string> evidence;
    const World& golden = the_case.golden.world;
    const Decision& decision = *the_case.uid_decision;
    if (const machine::LoggedRead* read = decision.first_read(machine::ReadKind::uid))
        evidence.push_back(fmt::format("{} is the first to read the UID ({})", hex_address(read->pc),
                                       instruction_at(golden, read->pc)));
    if (decision.branch) evidence.push_back(branch_sentence(*decision.branch, golden));
    if (the_case.uid_role && the_case.uid_role->chips > 1 && the_case.uid_role->outcomes == 1)
        evidence.push_back(
            fmt::format("on {} other chips, made up for this, the golden flash ends in one and the same "
                        "other way, as it does on a chip that is locked out",
                        the_case.uid_role->chips));
    for (const CheckedBytes& bytes : the_case.checked) {
        if (!bytes.apart) continue;
        evidence.push_back(
            fmt::format("the decision depends on {}, loaded by {}: one bit changed there makes the "
                        "golden board fail in the same way",
                        to_string(bytes.range), hex_address(bytes.loaded_by.front())));
    }
    return evidence;
}

std::string keep_remedy(const std::vector<AddressRange>& record, const Case& the_case) {
    if (record.empty())
        return "Ask the maker for firmware or a record for the copy's chip; which bytes hold the binding was not "
               "found.";
    std::string keep;
    for (const AddressRange& range : record)
        keep += fmt::format(" --keep {}:{}", hex_address(range.start), range.length);
    return fmt::format(
        "Clone again with{}, which leaves the target its own record, and take that record from the "
        "board's backup if it was overwritten. If it is lost, ask the maker for a record for chip {}.",
        keep, the_case.copy ? to_hex(the_case.copy->world.board.chip.uid) : "UID");
}

// Boots alone show that the ID matters; what it is held against must be seen too before anything is called proven.
Confidence confidence_in_binding(const Trial& trial, const Case& the_case) {
    const bool is_seen =
        !the_case.unit_record().empty() || (the_case.uid_decision && the_case.uid_decision->branch.has_value());
    return std::max(confidence_of(trial, the_case), is_seen ? Confidence::proven : Confidence::likely);
}

Finding bound(const Trial& trial, const Case& the_case) {
    Finding finding{
        .cause = Cause::uid_bound, .confidence = confidence_in_binding(trial, the_case), .where = {}, .evidence = {}};
    finding.where = the_case.unit_record();
    finding.remedy = keep_remedy(finding.where, the_case);
    finding.evidence.push_back(trial_sentence(trial));
    if (the_case.uid_decision) std::ranges::move(decision_evidence(the_case), std::back_inserter(finding.evidence));
    if (!finding.where.empty()) {
        const std::string hits = hits_sentence(the_case, finding.where.front());
        if (!hits.empty()) finding.evidence.push_back(hits);
    } else {
        finding.where = {uid_range};
    }
    std::ranges::copy(the_case.differences, std::back_inserter(finding.evidence));
    return finding;
}

// The copy's UID was not read, or both boards are one chip: what another chip would do is all that can be said.
Opinion what_another_chip_would_do(const Case& the_case) {
    Opinion opinion;
    if (!the_case.is_locked_to_chip()) return opinion;
    std::string text = "the firmware runs on this chip alone: with another unique ID it ends otherwise";
    for (const std::string& sentence : decision_evidence(the_case)) text += "; " + sentence;
    opinion.notes.push_back({.kind = "unit-record", .where = the_case.unit_record(), .text = text});
    return opinion;
}

}  // namespace

Opinion judge_uid(const Case& the_case) {
    const Trial* trial = uid_trial(the_case.trials);
    if (trial == nullptr || !(trial->restores || trial->breaks)) return what_another_chip_would_do(the_case);
    Opinion opinion;
    if (const ChipRemark* missing = the_case.copy->remark(ChipMatter::uid_missing)) {
        Finding finding{.cause = Cause::uid_missing,
                        .confidence = confidence_of(*trial, the_case),
                        .where = {uid_range},
                        .evidence = {missing->text, trial_sentence(*trial)}};
        opinion.findings.push_back(std::move(finding));
        return opinion;
    }
    opinion.findings.push_back(bound(*trial, the_case));
    return opinion;
}

}  // namespace jig::inspect
