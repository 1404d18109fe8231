// SPDX-License-Identifier: Apache-2.0
// Checksums that hold in the golden image, and whether they hold in the copy.
#include <fmt/format.h>

#include <algorithm>

#include "chip/part.hpp"
#include "inspect/checksum/check.hpp"
#include "inspect/checksum/find.hpp"
#include "inspect/code/references.hpp"
#include "inspect/findings/experts.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t most_references = 4096;  // more would be a table, and widen the search

std::vector<std::uint32_t> flash_references(const FlashView& flash) {
    std::vector<std::uint32_t> addresses;
    const ReferenceMap references = ReferenceMap::of(flash);
    for (const Reference& reference : references.to(flash.range())) addresses.push_back(reference.to);
    addresses.erase(std::ranges::unique(addresses).begin(), addresses.end());
    if (addresses.size() > most_references) addresses.resize(most_references);
    return addresses;
}

std::string words_of(const ChecksumMatch& match) {
    return fmt::format("{} over {} is stored at {}", match.place.model->name, to_string(match.place.range),
                       hex_address(match.place.stored_at));
}

void note(const ChecksumMatch& match, std::vector<Note>& notes) {
    notes.push_back({.kind = "checksum",
                     .where = {match.place.range, {match.place.stored_at, match.place.model->width / 8}},
                     .text = fmt::format("{} in the golden image ({:.1g} expected by chance)", words_of(match),
                                         match.expected_by_chance),
                     .checksum = match.place});
}

// What the boots say of the flash as a whole bounds how sure one can be of a part of it.
Confidence confidence_in(const Case& the_case) {
    if (the_case.trials.flash && the_case.trials.flash->restores)
        return confidence_of(*the_case.trials.flash, the_case);
    return the_case.ended_alike() ? Confidence::likely : Confidence::possible;
}

Finding broken(const ChecksumMatch& match, const ChecksumComparison& comparison, const Case& the_case) {
    Finding finding{
        .cause = Cause::checksum_mismatch, .confidence = confidence_in(the_case), .where = {}, .evidence = {}};
    finding.evidence.push_back(
        fmt::format("{}; in the golden image it holds (0x{:x}), in the copy 0x{:x} is stored and "
                    "the bytes give 0x{:x}",
                    words_of(match), comparison.golden.stored, comparison.copy.stored, comparison.copy.computed));
    for (const ChecksumDifference& difference : comparison.differences) {
        finding.where.push_back(difference.bytes);
        if (difference.is_the_cause)
            finding.evidence.push_back(
                fmt::format("with the golden bytes at {} alone it would hold", to_string(difference.bytes)));
    }
    if (the_case.trials.flash) finding.evidence.push_back(trial_sentence(*the_case.trials.flash));
    return finding;
}

}  // namespace

Opinion judge_checksums(const Case& the_case) {
    Opinion opinion;
    const Bytes& golden = the_case.golden.world.flash;
    const auto matches = find_checksums({.dumps = {golden},
                                         .page_bytes = the_case.golden.world.board.chip.page_bytes,
                                         .references = flash_references(the_case.golden.flash())});
    if (!matches) return opinion;
    for (const ChecksumMatch& match : *matches) {
        if (!match.is_found()) continue;
        note(match, opinion.notes);
        if (!the_case.copy) continue;
        const ChecksumComparison comparison =
            compare_checksum(golden, the_case.copy->world.flash, chip::flash_base, match.place);
        if (comparison.is_broken() && opinion.findings.empty())
            opinion.findings.push_back(broken(match, comparison, the_case));
    }
    return opinion;
}

}  // namespace jig::inspect
