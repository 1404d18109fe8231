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
    text += fmt::format("takes    at least {:.1f} s of erasing and programming\n",
                        seconds(plan.estimated_erase + plan.estimated_program));
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

// "time     verify 1.38 s": the steps that were reached, and their sum where there are several.
std::string time_text(const clone::StepSeconds& s) {
    struct Step {
        const char* name;
        double seconds;
    };
    std::string text;
    double sum = 0;
    for (const Step& step : {Step{"backup", s.backup}, Step{"erase", s.erase}, Step{"program", s.program},
                             Step{"verify", s.verify}, Step{"start", s.start}}) {
        if (step.seconds <= 0) continue;
        text += fmt::format("{}{} {:.2f} s", text.empty() ? "" : ", ", step.name, step.seconds);
        sum += step.seconds;
    }
    if (text.contains(',')) text += fmt::format("; {:.2f} s in all", sum);
    return text.empty() ? text : "time     " + text + "\n";
}

// PASS says what it rests on; a plan that was only printed is no verdict.
std::string verdict_text(const clone::Report& report) {
    switch (report.outcome) {
        case clone::Outcome::fail: return "FAIL\n";
        case clone::Outcome::error: return "ERROR\n";
        case clone::Outcome::pass: break;
    }
    switch (report.verified_by) {
        case clone::VerifyMode::read: return "PASS     every byte of the flash was read back and is as wanted\n";
        case clone::VerifyMode::crc: return "PASS     by the chip's own CRC of its flash; nothing was read back\n";
        case clone::VerifyMode::both:
            return "PASS     every byte of the flash was read back and is as wanted; CRC too\n";
    }
    return {};
}

const char* start_words(const clone::StartWatch& start) {
    if (!start.observed) return "not observed: ";
    return start.running ? "" : "THE BOARD DOES NOT RUN: ";
}

}  // namespace

std::string report_text(const clone::Report& report) {
    std::string text;
    if (report.plan) text += plan_text(*report.plan);
    for (const AddressRange& range : report.kept) text += fmt::format("keep     {}\n", to_string(range));
    if (report.backup) text += fmt::format("backup   {}\n", report.backup->string());
    text += differences_text(report.differences);
    for (const std::string& note : report.notes) text += fmt::format("note     {}\n", note);
    if (report.start) text += fmt::format("start    {}{}\n", start_words(*report.start), report.start->what);
    text += time_text(report.seconds);
    return report.outcome == clone::Outcome::pass && !report.verified ? text : text + verdict_text(report);
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
        object["start"] = {{"running", report.start->observed ? Json(report.start->running) : Json(nullptr)},
                           {"what", report.start->what},
                           {"pc", hex_address(report.start->pc)}};
    }
    object["notes"] = report.notes;
    return object;
}

}  // namespace jig::app
