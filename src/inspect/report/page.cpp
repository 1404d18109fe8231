// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/report/close_look.hpp"
#include "inspect/report/evidence.hpp"
#include "inspect/report/instructions.hpp"
#include "inspect/report/memory_map.hpp"
#include "inspect/report/report_style.hpp"
#include "inspect/report/summary.hpp"
#include "inspect/report/timeline.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr std::string_view first_line = "<!DOCTYPE html><!-- jig diagnose --report -->\n";

Html meta(std::string_view name, std::string_view content) {
    return element("meta", Attributes{{"name", std::string(name)}, {"content", std::string(content)}});
}

// The policy holds a reader's browser to it that nothing comes from elsewhere.
Html head(const Report& report) {
    const std::string_view verdict = name_of(report.diagnosis.verdict);
    const std::string title = report.the_case.copy
                                  ? fmt::format("{}: {} and {}", verdict, report.names.golden, report.names.copy)
                                  : fmt::format("{}: {}", verdict, report.names.golden);
    return element("head",
                   element("meta", Attributes{{"charset", "utf-8"}}) +
                       element("meta", Attributes{{"http-equiv", "Content-Security-Policy"},
                                                  {"content", "default-src 'none'; style-src 'unsafe-inline'"}}) +
                       meta("viewport", "width=device-width, initial-scale=1") + meta("color-scheme", "light dark") +
                       meta("generator", "jig " + report.names.jig_version) + element("title", title) +
                       embedded_style(report_style));
}

Html section(std::string_view id, std::string_view heading, std::string_view lead, const Html& content) {
    const Html words = lead.empty() ? Html() : of_class("p", "section-lead", lead);
    return element("section", Attributes{{"id", std::string(id)}}, element("h2", heading) + words + content);
}

Html memory_section(const Report& report) {
    const Places places = find_places(report.the_case, report.diagnosis, report.comparison);
    Html content = memory_map(report.the_case, places);
    for (std::size_t i = 0; i < places.numbered.size(); ++i)
        content += close_look(places.numbered[i], i + 1, report.the_case);
    if (!places.others.empty())
        content +=
            element("p", fmt::format("{} more ranges differ; they are drawn without a number, and jig diff lists "
                                     "them.",
                                     places.others.size()));
    content += beside_the_flash(report);
    const std::string lead =
        fmt::format("{}, as offsets from {}; numbers mark what matters.",
                    report.the_case.copy ? "Both drawn to one scale" : "Drawn to scale", hex_address(chip::flash_base));
    return section("memory", "Where: the flash", lead, content);
}

Html boots_section(const Report& report) {
    Html content = timeline(report.the_case, report.boots) + transcripts(report.boots);
    return section("boots", report.boots.copy ? "When: both boots" : "When: the boot", "", content);
}

std::string parting_words(const Parting& parting, const Case& the_case) {
    const Divergence& branch = parting.branch;
    if (parting.before.empty())
        return fmt::format("The boards part at once: the golden board starts at {}, the copy at {}.",
                           hex_address(branch.golden_next), hex_address(branch.copy_next));
    if (parting.decides) return branch_sentence(branch, the_case.golden.world) + ".";
    return fmt::format(
        "Behind {} ({}) the golden board first goes on at {} and the copy at {}. Each of them runs the "
        "other's code too, at other times: what decides is a value, and may have been chosen before.",
        hex_address(branch.pc), instruction_at(the_case.golden.world, branch.pc), hex_address(branch.golden_next),
        hex_address(branch.copy_next));
}

Html decision_section(const Report& report) {
    if (!report.boots.copy) return {};
    const std::optional<Parting>& parting = report.boots.parting;
    const bool decides = !parting || parting->decides;
    const std::string_view heading = decides ? "How: the instruction that decides" : "How: where the ways first part";
    if (parting)
        return section("decision", heading, parting_words(*parting, report.the_case),
                       instructions_of(*parting, report.the_case));
    const std::string_view words =
        report.boots.differences.empty()
            ? "Both boots ended alike, so nothing was decided."
            : "No instruction was found at which the two ways part: a board ran too little for that.";
    return section("decision", heading, "", element("p", words));
}

Html evidence_section(const Report& report) {
    Html content = findings_of(report.diagnosis) + trials_of(report.the_case.trials);
    if (!report.boots.differences.empty()) {
        Html items;
        for (const std::string& one : report.boots.differences) items += element("li", one);
        content += element("h3", "How the boots ended") + element("ul", items);
    }
    return section("evidence", "Why: the evidence", "", content);
}

Html end_section(const Report& report) {
    Html content = coverage_of(report.diagnosis, report.boots);
    content +=
        element("p", text("Made by jig " + report.names.jig_version + " with ") +
                         element("code", report.names.command) + text("; the same archives give the same page."));
    return section("coverage", "How far this goes", "", content);
}

Html contents(const Report& report) {
    struct Entry {
        std::string_view id, words;
    };
    Html links;
    for (const auto& [id, words] :
         {Entry{"memory", "Where"}, Entry{"boots", "When"}, Entry{"decision", "How"}, Entry{"evidence", "Why"},
          Entry{"boards", "The boards"}, Entry{"notes", "Also seen"}, Entry{"coverage", "How far"}}) {
        if ((id == "decision" && !report.boots.copy) || (id == "notes" && report.diagnosis.notes.empty())) continue;
        links += element("li", element("a", Attributes{{"href", fmt::format("#{}", id)}}, text(words)));
    }
    return element("nav", Attributes{{"aria-label", "Contents"}}, element("ul", links));
}

}  // namespace

std::string report_page(const Report& report) {
    const Html notes = notes_of(report.diagnosis);
    Html main = memory_section(report) + boots_section(report) + decision_section(report) + evidence_section(report);
    main += section("boards", "The boards", "", boards(report));
    if (!notes.empty()) main += section("notes", "Also seen", "True, and no reason for a board not to run.", notes);
    main += end_section(report);
    const Html body = element("body", banner(report) + contents(report) + element("main", main));
    return std::string(first_line) + element("html", Attributes{{"lang", "en"}}, head(report) + body).str() + "\n";
}

bool begins_like_a_report(ByteView file) {
    return file.size() >= first_line.size() && std::ranges::equal(file.first(first_line.size()), first_line);
}

}  // namespace jig::inspect
