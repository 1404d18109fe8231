// SPDX-License-Identifier: Apache-2.0
// The verdict first, then what was found, then what is true but harmless.
#include "apps/jig/diagnose_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apps/jig/wrapped_text.hpp"
#include "base/bytes.hpp"

namespace jig::app {
namespace {

using namespace jig::inspect;

std::vector<std::string> texts_of(const std::vector<AddressRange>& ranges) {
    std::vector<std::string> texts;
    for (const AddressRange& range : ranges) texts.push_back(to_string(range));
    return texts;
}

std::string finding_text(const Finding& finding, std::size_t number) {
    const CauseRow& row = row_of(finding.cause);
    std::string text = fmt::format("\n{}. {}  {}\n", number, row.name, name_of(finding.confidence));
    text += wrapped("   ", row.what);
    if (!finding.where.empty())
        text += wrapped("   where       ", fmt::format("{}", fmt::join(texts_of(finding.where), ", ")));
    for (const std::string& sentence : finding.evidence) text += wrapped("   - ", sentence);
    text += wrapped("   remedy      ", finding.remedy);
    return text + wrapped("   refuted by  ", row.refuted_by);
}

std::string notes_text(const std::vector<Note>& notes) {
    if (notes.empty()) return {};
    std::string text = "\nAlso seen\n";
    for (const Note& note : notes) {
        const std::string where = note.where.empty() ? "" : fmt::format("{}: ", fmt::join(texts_of(note.where), ", "));
        text += wrapped(fmt::format("  - {:<15} ", note.kind), where + note.text);
    }
    return text;
}

std::string coverage_text(const Coverage& coverage) {
    std::string text = wrapped("Coverage  ", fmt::format("{} instructions, ended in: {}; {} boots on the virtual board",
                                                         coverage.instructions, coverage.stopped, coverage.boots));
    for (const machine::UnmodelledAccess& access : coverage.unmodelled)
        text += wrapped(
            "  - ", fmt::format("not modelled: {} {}, {} times, first from {}", access.write ? "write to" : "read of",
                                hex_address(access.address), access.count, hex_address(access.first_pc)));
    return "\n" + text;
}

Json finding_json(const Finding& finding) {
    const CauseRow& row = row_of(finding.cause);
    return {{"cause", row.name},
            {"confidence", name_of(finding.confidence)},
            {"where", texts_of(finding.where)},
            {"evidence", finding.evidence},
            {"remedy", finding.remedy},
            {"refuted_by", row.refuted_by}};
}

Json note_json(const Note& note) {
    Json json{{"kind", note.kind}, {"where", texts_of(note.where)}, {"text", note.text}};
    if (!note.checksum) return json;
    json["algorithm"] = note.checksum->model->name;
    json["range"] = to_string(note.checksum->range);
    json["stored_at"] = hex_address(note.checksum->stored_at);
    return json;
}

Json coverage_json(const Coverage& coverage) {
    Json unmodelled = Json::array();
    for (const machine::UnmodelledAccess& access : coverage.unmodelled)
        unmodelled.push_back({{"address", hex_address(access.address)},
                              {"write", access.write},
                              {"count", access.count},
                              {"pc", hex_address(access.first_pc)}});
    return {{"instructions", coverage.instructions},
            {"stopped", coverage.stopped},
            {"unmodelled", std::move(unmodelled)},
            {"boots", coverage.boots}};
}

}  // namespace

std::string diagnosis_text(const Diagnosis& diagnosis) {
    std::string text = wrapped("", fmt::format("Verdict: {} ({})", name_of(diagnosis.verdict), diagnosis.because));
    std::size_t number = 0;
    for (const Finding& finding : diagnosis.findings) text += finding_text(finding, ++number);
    return text + notes_text(diagnosis.notes) + coverage_text(diagnosis.coverage);
}

Json diagnosis_json(const Diagnosis& diagnosis) {
    Json findings = Json::array();
    for (const Finding& finding : diagnosis.findings) findings.push_back(finding_json(finding));
    Json notes = Json::array();
    for (const Note& note : diagnosis.notes) notes.push_back(note_json(note));
    return {{"verdict", name_of(diagnosis.verdict)},
            {"because", diagnosis.because},
            {"findings", std::move(findings)},
            {"notes", std::move(notes)},
            {"coverage", coverage_json(diagnosis.coverage)}};
}

}  // namespace jig::app
