// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/report_output.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/bytes.hpp"

namespace jig::app {
namespace {

constexpr std::size_t shown_differences = 8;  // a screenful; --json has them all

Json ranges_json(const std::vector<AddressRange>& ranges) {
    Json list = Json::array();
    for (const AddressRange& range : ranges) list.push_back(to_string(range));
    return list;
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string plan_text(const flash::Plan& plan) {
    std::string text = plan.mass_erase
                           ? std::string("erase    the whole flash at once\n")
                           : fmt::format("erase    {} of {} pages\n", plan.erase.size(), plan.geometry.pages());
    text += fmt::format("program  {} half-words in {} {}\n", plan.half_words, plan.program.size(),
                        plan.program.size() == 1 ? "run" : "runs");
    for (const AddressRange& range : plan.kept) text += fmt::format("keep     {}\n", to_string(range));
    text += fmt::format("at least {:.1f} s at the flash\n", seconds(plan.estimated_erase + plan.estimated_program));
    return text;
}

Json plan_json(const flash::Plan& plan) {
    Json pages = Json::array();
    for (const std::uint32_t page : plan.erase) pages.push_back(hex_address(page));
    return {
        {"mass_erase", plan.mass_erase},        {"erase_pages", pages},
        {"program", ranges_json(plan.program)}, {"keep", ranges_json(plan.kept)},
        {"half_words", plan.half_words},        {"seconds", seconds(plan.estimated_erase + plan.estimated_program)}};
}

std::string differences_text(const std::vector<clone::Difference>& differences) {
    std::string text;
    for (std::size_t i = 0; i < differences.size() && i < shown_differences; ++i) {
        const clone::Difference& one = differences[i];
        text += fmt::format("differs  {}: wanted {}, found {}\n", to_string(one.range), to_hex(one.wanted),
                            to_hex(one.found));
    }
    if (differences.size() > shown_differences) {
        text += fmt::format("differs  in {} more places\n", differences.size() - shown_differences);
    }
    return text;
}

Json differences_json(const std::vector<clone::Difference>& differences) {
    Json list = Json::array();
    for (const clone::Difference& one : differences) {
        list.push_back({{"range", to_string(one.range)}, {"wanted", to_hex(one.wanted)}, {"found", to_hex(one.found)}});
    }
    return list;
}

Json seconds_json(const clone::StepSeconds& s) {
    return {{"backup", s.backup}, {"erase", s.erase}, {"program", s.program}, {"verify", s.verify}, {"start", s.start}};
}

std::string seconds_text(const clone::StepSeconds& s) {
    return fmt::format(
        "seconds  backup {:.2f}, erase {:.2f}, program {:.2f}, verify {:.2f}, start {:.2f}: {:.2f} in all\n", s.backup,
        s.erase, s.program, s.verify, s.start, s.backup + s.erase + s.program + s.verify + s.start);
}

}  // namespace

std::string report_text(const clone::Report& report) {
    std::string text;
    if (report.plan) text += plan_text(*report.plan);
    if (report.backup) text += fmt::format("backup   {}\n", report.backup->string());
    text += differences_text(report.differences);
    for (const std::string& note : report.notes) text += fmt::format("note     {}\n", note);
    if (report.start) {
        text +=
            fmt::format("start    {}{}\n", report.start->running ? "" : "THE BOARD DOES NOT RUN: ", report.start->what);
    }
    const clone::StepSeconds& s = report.seconds;
    if (s.backup + s.erase + s.program + s.verify + s.start > 0) text += seconds_text(s);
    if (report.verified) {
        text += fmt::format("{}     verified by {}\n", report.outcome == clone::Outcome::pass ? "PASS" : "FAIL",
                            clone::to_string(report.verified_by));
    }
    return text;
}

Json report_json(const clone::Report& report) {
    Json object;
    object["result"] = clone::to_string(report.outcome);
    object["backup"] = report.backup ? Json(report.backup->string()) : Json(nullptr);
    object["kept"] = ranges_json(report.kept);
    object["differences"] = differences_json(report.differences);
    object["seconds"] = seconds_json(report.seconds);
    object["verify"] = report.verified ? Json(clone::to_string(report.verified_by)) : Json(nullptr);
    object["option_bytes_written"] = report.option_bytes_written;
    if (report.plan) object["plan"] = plan_json(*report.plan);
    if (report.start) {
        object["start"] = {
            {"running", report.start->running}, {"what", report.start->what}, {"pc", hex_address(report.start->pc)}};
    }
    object["notes"] = report.notes;
    return object;
}

}  // namespace jig::app
