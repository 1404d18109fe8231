// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/evidence.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

Html list_of(const std::vector<std::string>& sentences) {
    Html items;
    for (const std::string& sentence : sentences) items += element("li", sentence);
    return element("ul", items);
}

Html entry(std::string_view name, const Html& content) { return element("dt", name) + element("dd", content); }

Html finding_card(const Finding& finding, std::size_t number) {
    const CauseRow& row = row_of(finding.cause);
    const Html heading =
        text(fmt::format("{}. ", number)) + element("code", row.name) + text(" ") + badge(finding.confidence);
    const Html entries = entry("Where", ranges(finding.where)) + entry("Evidence", list_of(finding.evidence)) +
                         entry("Remedy", text(finding.remedy)) + entry("What would refute it", text(row.refuted_by));
    return of_class("section", "finding", element("h3", heading) + element("p", row.what) + element("dl", entries));
}

Html mark(bool good, std::string_view yes, std::string_view no) {
    return of_class("td", good ? "yes" : "no", good ? yes : no);
}

Html trial_row(const Trial& trial, std::string_view name) {
    return element("tr", element("th", Attributes{{"scope", "row"}}, text(name)) +
                             mark(trial.restores, "runs as the golden board", "no better") +
                             mark(!trial.breaks, "still runs", "fails"));
}

Html unmodelled_list(const std::vector<machine::UnmodelledAccess>& accesses) {
    if (accesses.empty()) return element("p", "Every register that the firmware touched is modelled.");
    constexpr std::size_t most_named = 20;
    Html items;
    for (std::size_t i = 0; i < std::min(accesses.size(), most_named); ++i)
        items += element(
            "li", fmt::format("{} {}, {} times, first from {}", accesses[i].write ? "write to" : "read of",
                              hex_address(accesses[i].address), accesses[i].count, hex_address(accesses[i].first_pc)));
    if (accesses.size() > most_named) items += element("li", fmt::format("and {} more", accesses.size() - most_named));
    return element("p", "Not modelled, and so not certain:") + element("ul", items);
}

}  // namespace

Html ranges(const std::vector<AddressRange>& where) {
    Html all;
    for (const AddressRange& range : where) {
        if (range.length == 0) continue;
        if (!all.empty()) all += text(", ");
        all += element("code", to_string(range));
    }
    return all.empty() ? text("no single place") : all;
}

Html badge(Confidence confidence) {
    return of_class("span", fmt::format("badge {}", name_of(confidence)), name_of(confidence));
}

Html findings_of(const Diagnosis& diagnosis) {
    if (diagnosis.findings.empty()) return element("p", "Nothing was found that keeps a board from running.");
    Html cards;
    std::size_t number = 0;
    for (const Finding& finding : diagnosis.findings) cards += finding_card(finding, ++number);
    return cards;
}

Html trials_of(const TrialSet& trials) {
    if (trials.single.empty() && !trials.flash) return {};
    Html rows;
    for (const Trial& trial : trials.single) rows += trial_row(trial, trial.input.name);
    if (trials.flash) rows += trial_row(*trials.flash, "all of the flash that differs");
    if (trials.flash && trials.flash_part)
        rows += trial_row(*trials.flash_part, "the smallest part of that flash which suffices");
    Html heads;
    for (const std::string_view words :
         {"Exchanged, alone", "The copy with the golden board's", "The golden board with the copy's"})
        heads += element("th", Attributes{{"scope", "col"}}, text(words));
    return of_class("table", "trials",
                    element("caption", "Boots with one thing exchanged") + element("thead", element("tr", heads)) +
                        element("tbody", rows));
}

Html notes_of(const Diagnosis& diagnosis) {
    if (diagnosis.notes.empty()) return {};
    Html items;
    for (const Note& note : diagnosis.notes) {
        Html entry = element("strong", note.kind) + text(" ");
        if (!note.where.empty()) entry += ranges(note.where) + text(": ");
        items += element("li", entry + text(note.text));
    }
    return of_class("ul", "notes", items);
}

Html coverage_of(const Diagnosis& diagnosis, const PairedBoots& boots) {
    const Coverage& coverage = diagnosis.coverage;
    const std::string_view whose = boots.copy ? "copy" : "golden board";
    const BootRecord& end = boots.copy ? *boots.copy : boots.golden;
    return element("p", fmt::format("The {} ran {} instructions; at the end it {} ({}). {} boots on the virtual board "
                                    "stand behind the verdict.",
                                    whose, coverage.instructions, settled_words(end.settled), coverage.stopped,
                                    coverage.boots)) +
           unmodelled_list(coverage.unmodelled);
}

}  // namespace jig::inspect
