// SPDX-License-Identifier: Apache-2.0
// Checksums that hold in the golden image, and whether they hold in the copy.
#include <fmt/format.h>

#include <algorithm>

#include "chip/part.hpp"
#include "inspect/checksum/check.hpp"
#include "inspect/checksum/find.hpp"
#include "inspect/code/references.hpp"
#include "inspect/findings/experts.hpp"
#include "inspect/findings/flash_shape.hpp"

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

std::string words_of(const ChecksumPlace& place) {
    return fmt::format("{} over {} is stored at {}", place.model->name, to_string(place.range),
                       hex_address(place.stored_at));
}

void note(const ChecksumMatch& match, std::vector<Note>& notes) {
    notes.push_back({.kind = "checksum",
                     .where = {match.place.range, {match.place.stored_at, match.place.model->width / 8}},
                     .text = fmt::format("{} in the golden image ({:.1g} expected by chance)", words_of(match.place),
                                         match.expected_by_chance),
                     .checksum = match.place});
}

// Narrow values agree by chance more often than one would think; a CRC-32 over a whole image does not.
constexpr unsigned least_width = 32;
constexpr double beyond_chance = 1e-6;

// What a broken checksum is worth: boots decide. A copy that runs with it is not harmed, unless nothing but a checksum
// can explain the value, which may be tested later than a boot lasts.
std::optional<Confidence> confidence_in(const ChecksumMatch& match, const Case& the_case) {
    if (the_case.ended_alike()) {
        const bool certain = match.place.model->width >= least_width && match.tier == ChecksumTier::canonical &&
                             match.expected_by_chance < beyond_chance;
        return certain ? std::optional(Confidence::likely) : std::nullopt;
    }
    const std::optional<Trial>& flash = the_case.trials.flash;
    if (!flash || !(flash->restores || flash->breaks)) return std::nullopt;
    if (the_case.seal && the_case.seal->kind == SealKind::diffused) return std::nullopt;
    return the_case.seal || match.expected_by_chance < beyond_chance ? confidence_of(*flash, the_case)
                                                                     : Confidence::possible;
}

// A newer image has a checksum of its own, perhaps elsewhere.
bool copy_has_its_own(const std::vector<ChecksumMatch>& copys, const ChecksumMatch& golden) {
    return std::ranges::any_of(copys, [&](const ChecksumMatch& match) {
        return match.is_found() && match.place.model == golden.place.model &&
               match.place.range.start == golden.place.range.start;
    });
}

Finding broken(const ChecksumMatch& match, const ChecksumComparison& comparison, Confidence confidence,
               const Case& the_case) {
    Finding finding{.cause = Cause::checksum_mismatch, .confidence = confidence, .where = {}, .evidence = {}};
    finding.evidence.push_back(
        fmt::format("{}; in the golden image it holds (0x{:x}), in the copy 0x{:x} is stored and "
                    "the bytes give 0x{:x}",
                    words_of(match.place), comparison.golden.stored, comparison.copy.stored, comparison.copy.computed));
    for (const ChecksumDifference& difference : comparison.differences) {
        finding.where.push_back(difference.bytes);
        if (difference.is_the_cause)
            finding.evidence.push_back(
                fmt::format("with the golden bytes at {} alone it would hold", to_string(difference.bytes)));
    }
    if (the_case.trials.flash) finding.evidence.push_back(trial_sentence(*the_case.trials.flash));
    return finding;
}

bool lies_in_record(const ChecksumMatch& match, const Case& the_case) {
    const AddressRange field{match.place.stored_at, match.place.model->width / 8};
    return std::ranges::any_of(the_case.unit_record(), [&](const AddressRange& one) { return one.overlaps(field); });
}

std::vector<ChecksumMatch> checksums_of(const Side& side) {
    const auto matches = find_checksums({.dumps = {side.world.flash},
                                         .page_bytes = side.world.board.chip.page_bytes,
                                         .references = flash_references(side.flash())});
    return matches ? *matches : std::vector<ChecksumMatch>{};
}

// The first checksum that the golden image has and the copy has not.
std::optional<Finding> broken_checksum(const std::vector<ChecksumMatch>& matches, const Case& the_case) {
    std::optional<std::vector<ChecksumMatch>> copys;
    for (const ChecksumMatch& match : matches) {
        if (!match.is_found() || lies_in_record(match, the_case)) continue;
        const ChecksumComparison comparison =
            compare_checksum(the_case.golden.world.flash, the_case.copy->world.flash, chip::flash_base, match.place);
        const auto confidence = comparison.is_broken() ? confidence_in(match, the_case) : std::nullopt;
        if (!confidence) continue;
        if (!copys) copys = checksums_of(*the_case.copy);
        if (!copy_has_its_own(*copys, match)) return broken(match, comparison, *confidence, the_case);
    }
    return std::nullopt;
}

// No checksum of the catalogue, but the firmware checks its image all the same.
Finding broken_seal(const Seal& seal, const Case& the_case) {
    // A CRC fits into a word; what diffuses and is longer is made to be hard to forge.
    constexpr std::uint32_t longest_checksum = 4;
    const bool is_signature = seal.kind == SealKind::diffused && seal.stored && seal.stored->length > longest_checksum;
    Finding finding{.cause = is_signature ? Cause::signature : Cause::checksum_mismatch,
                    .confidence = confidence_of(*the_case.trials.flash, the_case),
                    .where = compare_flash(the_case).ranges,
                    .evidence = {}};
    finding.evidence.push_back(
        fmt::format("the firmware reads {} before it does its work: one bit changed there makes "
                    "the golden board fail as the copy does",
                    to_string(seal.covered)));
    finding.evidence.push_back(
        fmt::format("what it computes is {}, by the changes that it does not notice", name_of(seal.kind)));
    if (seal.stored) {
        finding.where.push_back(*seal.stored);
        finding.evidence.push_back(fmt::format("it is compared with {}", to_string(*seal.stored)));
    }
    finding.evidence.push_back(trial_sentence(*the_case.trials.flash));
    return finding;
}

// The boots alone found it: the firmware reads the range, loads the value, and would run with another value there.
Finding broken_sum(const CheckedSum& sum, const Case& the_case) {
    Finding finding{.cause = Cause::checksum_mismatch,
                    .confidence = confidence_of(*the_case.trials.flash_part, the_case),
                    .where = the_case.trials.flash_part->input.where,
                    .evidence = {}};
    finding.where.push_back({sum.place.stored_at, sum.place.model->value_bytes()});
    finding.evidence = {
        fmt::format("{}; the firmware reads both, and in the golden image they agree", words_of(sum.place)),
        fmt::format(
            "the copy's bytes give 0x{:x}: with that value stored instead, and nothing else changed, it ends as "
            "the golden board does",
            sum.right_value),
        trial_sentence(*the_case.trials.flash_part)};
    return finding;
}

}  // namespace

Opinion judge_checksums(const Case& the_case) {
    Opinion opinion;
    const std::vector<ChecksumMatch> matches = checksums_of(the_case.golden);
    for (const ChecksumMatch& match : matches)
        if (match.is_found()) note(match, opinion.notes);
    if (!the_case.copy || the_case.golden.layout.firmware.empty()) return opinion;
    std::optional<Finding> finding = broken_checksum(matches, the_case);
    const bool unexplained = !finding || finding->confidence == Confidence::possible;
    if (the_case.checked_sum && unexplained)
        finding = broken_sum(*the_case.checked_sum, the_case);
    else if (the_case.seal && unexplained)
        finding = broken_seal(*the_case.seal, the_case);
    if (finding) opinion.findings.push_back(std::move(*finding));
    return opinion;
}

}  // namespace jig::inspect
