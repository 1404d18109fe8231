// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/summary.hpp"

#include <fmt/format.h>

#include "image/sha256.hpp"
#include "inspect/report/evidence.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

std::string_view sign_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::will_not_run: return "\u2716";
        case Verdict::runs: return "\u2714";
        case Verdict::unknown: return "?";
    }
    return "";
}

Html fact(std::string_view name, const Html& content) {
    return of_class("div", "fact", element("dt", name) + element("dd", content));
}

Html link_to(std::string_view section, const Html& content) {
    return element("a", Attributes{{"href", fmt::format("#{}", section)}}, content);
}

std::string decision_words(const Parting& parting, const Case& the_case) {
    const std::string instruction = instruction_at(the_case.golden.world, parting.branch.pc);
    return fmt::format("{}  {}", hex_address(parting.branch.pc), instruction);
}

// Place, moment and instruction: three questions of whoever opens the page.
Html facts(const Report& report) {
    Html all;
    const std::vector<Finding>& findings = report.diagnosis.findings;
    if (!findings.empty()) all += fact("Where", link_to("memory", ranges(findings.front().where)));
    const std::optional<Parting>& parting = report.boots.parting;
    if (parting && parting->copy)
        all += fact("When", link_to("boots", text(time_words(parting->copy->at) + " after power-on")));
    if (parting && !parting->before.empty())
        all += fact(parting->decides ? "Decided by" : "Ways part at",
                    link_to("decision", element("code", decision_words(*parting, report.the_case))));
    return all.empty() ? all : of_class("dl", "facts", all);
}

Html lead(const Report& report) {
    if (report.diagnosis.findings.empty()) return {};
    const Finding& finding = report.diagnosis.findings.front();
    const CauseRow& row = row_of(finding.cause);
    Html all = of_class("p", "lead", text(row.what));
    all += of_class("p", "cause", element("code", row.name) + text(" ") + badge(finding.confidence));
    return all + facts(report) + of_class("p", "remedy", element("strong", "What to do: ") + text(finding.remedy));
}

using Cell = std::string (*)(const Side&);

std::string uid_of(const Side& side) {
    return side.archive->identity.uid ? to_hex(*side.archive->identity.uid) : "not read";
}

std::string option_bytes_of(const Side& side) {
    return side.archive->option_bytes ? to_hex(*side.archive->option_bytes) : "not read";
}

std::string read_by(const Side& side) {
    const image::HowRead& how = side.archive->how_read;
    if (how.probe.empty()) return "unknown";
    return how.time_utc.empty() ? how.probe : fmt::format("{}, {}", how.probe, how.time_utc);
}

std::string maker_of(const Side& side) {
    return side.archive->identity.silicon.empty() ? "not judged" : side.archive->identity.silicon;
}

std::string not_read_of(const Side& side) {
    std::string all;
    for (const image::NotRead& one : side.archive->not_read)
        all += fmt::format("{}{} ({})", all.empty() ? "" : "; ", one.what, one.why);
    return all.empty() ? "nothing" : all;
}

std::string flash_of(const Side& side) {
    std::uint64_t bytes = 0;
    for (const AddressRange& range : side.dump.read) bytes += range.length;
    return bytes == 0 ? "nothing" : size_words(bytes);
}

std::string digest_of(const Side& side) {
    return side.dump.bytes.empty() ? "" : to_hex(image::sha256(side.dump.bytes));
}

struct BoardRow {
    std::string_view name;
    Cell cell;
};
constexpr BoardRow board_rows[] = {
    {"Part", [](const Side& side) { return side.archive->part; }},
    {"Unique ID", uid_of},
    {"Silicon", maker_of},
    {"Flash in the archive", flash_of},
    {"SHA-256 of it", digest_of},
    {"Option bytes", option_bytes_of},
    {"Read by", read_by},
    {"Not read", not_read_of},
};

Html board_row(const BoardRow& row, const Case& the_case) {
    const std::string golden = row.cell(the_case.golden);
    Html cells = element("th", Attributes{{"scope", "row"}}, text(row.name)) + element("td", element("code", golden));
    if (the_case.copy) {
        const std::string copy = row.cell(*the_case.copy);
        const Html code = element("code", copy);
        cells += element("td", copy == golden ? code : element("mark", code));
    }
    return element("tr", cells);
}

Html value_cell(std::string_view value, std::string_view meaning) {
    const Html words = meaning.empty() ? Html() : text(" ") + text(meaning);
    return element("td", element("code", value) + words);
}

Html two_columns(std::string_view first, const Report& report) {
    Html heads = element("th", Attributes{{"scope", "col"}}, text(first));
    heads += element("th", Attributes{{"scope", "col"}}, text("Golden board: " + report.names.golden));
    if (report.the_case.copy) heads += element("th", Attributes{{"scope", "col"}}, text("Copy: " + report.names.copy));
    return element("thead", element("tr", heads));
}

Html beside_row(std::string_view name, const Html& golden, const Html& copy) {
    return element("tr", element("th", Attributes{{"scope", "row"}}, text(name)) + golden + copy);
}

}  // namespace

Html banner(const Report& report) {
    const Verdict verdict = report.diagnosis.verdict;
    const bool has_copy = report.the_case.copy.has_value();
    const Html sign = element("span", Attributes{{"class", "sign"}, {"aria-hidden", "true"}}, text(sign_of(verdict)));
    Html content = of_class("p", "eyebrow",
                            has_copy ? fmt::format("jig diagnosis of {} and {}", report.names.golden, report.names.copy)
                                     : fmt::format("jig diagnosis of {}", report.names.golden));
    content += element("h1", sign + text(" ") + text(headline(verdict, has_copy)));
    content +=
        of_class("p", "because",
                 text("Verdict: ") + element("code", name_of(verdict)) + text(": " + report.diagnosis.because + "."));
    return of_class("header", fmt::format("verdict {}", name_of(verdict)), content + lead(report));
}

Html beside_the_flash(const Report& report) {
    if (!report.the_case.copy) return {};
    const std::string golden = uid_of(report.the_case.golden);
    const std::string copy = uid_of(*report.the_case.copy);
    Html rows;
    if (golden != copy) rows += beside_row("identity: unique ID", value_cell(golden, ""), value_cell(copy, ""));
    for (const BesideDifference& one : report.comparison.beside) {
        const bool explained = one.meanings.size() == one.values.size();
        rows += beside_row(one.group + ": " + one.name, value_cell(one.values[0], explained ? one.meanings[0] : ""),
                           value_cell(one.values[1], explained ? one.meanings[1] : ""));
    }
    if (rows.empty()) return element("p", "Beside the flash nothing is known to differ.");
    return of_class("table", "boards",
                    element("caption", "What differs beside the flash") + two_columns("Difference", report) +
                        element("tbody", rows));
}

Html boards(const Report& report) {
    Html rows;
    for (const BoardRow& row : board_rows) rows += board_row(row, report.the_case);
    return of_class("table", "boards", two_columns("Board", report) + element("tbody", rows));
}

}  // namespace jig::inspect
