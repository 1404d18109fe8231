// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/instructions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/code/disassembly.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t shown_before = 14;
constexpr std::size_t shown_after = 8;
// A run may be a long slide through equal bytes; its end is what counts.
constexpr std::uint32_t longest_run_read = 4096;

struct Step {
    std::uint32_t address = 0;
    std::string bytes;
    std::string instruction;
    bool behind_a_jump = false;
};

// Flash shows at 0 too.
std::uint32_t home_of(std::uint32_t address) {
    return address < chip::flash_base ? address + chip::flash_base : address;
}

std::vector<Step> steps_of(const StraightRun& run, const Side& side, const InstructionReader& reader) {
    const std::uint32_t first = home_of(run.first);
    const std::uint32_t last = std::max(first, home_of(run.last));
    if (!side.flash().holds(last, 2)) return {{first, "", "code that is not in the flash", true}};
    const std::uint32_t from = last - first > longest_run_read ? last - longest_run_read : first;
    std::vector<Step> steps;
    for (const InstructionText& line : disassembly(reader, side.flash(), {from, last - from + 2}))
        steps.push_back({line.address, to_hex(line.bytes), line.text, false});
    if (!steps.empty()) steps.front().behind_a_jump = true;
    return steps;
}

std::vector<Step> steps_of(const std::vector<StraightRun>& runs, const Side& side, const InstructionReader& reader) {
    std::vector<Step> steps;
    for (const StraightRun& run : runs) std::ranges::move(steps_of(run, side, reader), std::back_inserter(steps));
    return steps;
}

Html column_heads() {
    Html heads;
    for (const std::string_view words : {"Address", "Bytes", "Instruction"})
        heads += element("th", Attributes{{"scope", "col"}}, text(words));
    return element("thead", element("tr", heads));
}

Html row(const Step& step, std::string_view name) {
    const Html cells = element("td", element("code", hex_address(step.address))) +
                       of_class("td", "raw", element("code", step.bytes)) +
                       element("td", element("code", step.instruction));
    return of_class("tr", name, cells);
}

Html listing(std::string_view caption, const std::vector<Step>& steps, bool ends_with_the_branch) {
    Html rows;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool is_branch = ends_with_the_branch && i + 1 == steps.size();
        rows += row(steps[i], is_branch ? "decides" : i > 0 && steps[i].behind_a_jump ? "jumped" : "plain");
    }
    if (steps.empty()) rows = element("tr", element("td", Attributes{{"colspan", "3"}}, text("Nothing more ran.")));
    return of_class("table", "listing", element("caption", caption) + column_heads() + element("tbody", rows));
}

std::vector<Step> last_of(std::vector<Step> steps, std::size_t most) {
    if (steps.size() > most) steps.erase(steps.begin(), steps.end() - static_cast<std::ptrdiff_t>(most));
    return steps;
}

std::vector<Step> first_of(std::vector<Step> steps, std::size_t most) {
    if (steps.size() > most) steps.resize(most);
    return steps;
}

Html registers(const Parting& parting) {
    if (!parting.golden || !parting.copy) return {};
    Html rows;
    for (std::size_t i = 0; i < parting.golden->registers.size(); ++i) {
        const std::uint32_t golden = parting.golden->registers.at(i);
        const std::uint32_t copy = parting.copy->registers.at(i);
        if (golden == copy) continue;
        rows += element("tr", element("th", Attributes{{"scope", "row"}}, text(fmt::format("R{}", i))) +
                                  element("td", element("code", hex_address(golden))) +
                                  element("td", element("code", hex_address(copy))));
    }
    if (rows.empty())
        return element("p", "R0 to R12 held the same on both boards there; what differed was not in them.");
    Html heads;
    for (const std::string_view words : {"Register", "Golden", "Copy"})
        heads += element("th", Attributes{{"scope", "col"}}, text(words));
    return of_class("table", "registers",
                    element("caption", "Registers that differed there") + element("thead", element("tr", heads)) +
                        element("tbody", rows));
}

}  // namespace

Html instructions_of(const Parting& parting, const Case& the_case) {
    const Result<InstructionReader> reader = InstructionReader::open();
    if (!reader) return element("p", reader.error().what);
    const Side& golden = the_case.golden;
    Html all;
    if (!parting.before.empty())
        all += listing(parting.decides ? "Both boards ran this, the last line decides"
                                       : "Both boards ran this, and parted behind the last line",
                       last_of(steps_of(parting.before, golden, *reader), shown_before), true);
    all += registers(parting);
    const Html after = listing("There the golden board goes on with",
                               first_of(steps_of(parting.golden_after, golden, *reader), shown_after), false) +
                       listing("and the copy with",
                               first_of(steps_of(parting.copy_after, *the_case.copy, *reader), shown_after), false);
    return all + of_class("div", "beside", after);
}

}  // namespace jig::inspect
