// SPDX-License-Identifier: Apache-2.0
// What the registers say of the chips themselves. A chip that is not what it says is no cause by itself: most firmware
// runs on it.
#include <fmt/format.h>

#include "chip/part.hpp"
#include "inspect/findings/experts.hpp"

namespace jig::inspect {
namespace {

void note_remarks(const Side& side, std::string_view whose, std::vector<Note>& notes) {
    for (const ChipRemark& remark : side.chip)
        notes.push_back({.kind = "chip", .where = {}, .text = fmt::format("{}: {}", whose, remark.text)});
}

// A stack pointer behind the end of SRAM faults at the first push, whatever the outcome of a boot was.
std::optional<Finding> stack_beyond_sram(const Case& the_case) {
    const Side& copy = *the_case.copy;
    const auto part = chip::find_part(copy.archive->part);
    if (!part || copy.layout.firmware.empty()) return std::nullopt;
    const std::uint32_t sram_end = chip::sram_base + (*part)->sram_bytes();
    const VectorTable& table = copy.layout.firmware.front().table;
    if (table.initial_sp <= sram_end) return std::nullopt;
    return Finding{.cause = Cause::wrong_density,
                   .confidence = the_case.ended_alike() ? Confidence::possible : Confidence::likely,
                   .where = {{table.address, 4}},
                   .evidence = {fmt::format("the stack begins at {}, but the SRAM of {} ends at {}",
                                            hex_address(table.initial_sp), (*part)->name, hex_address(sram_end))}};
}

}  // namespace

Opinion judge_chip(const Case& the_case) {
    Opinion opinion;
    note_remarks(the_case.golden, "golden", opinion.notes);
    if (!the_case.copy) return opinion;
    note_remarks(*the_case.copy, "copy", opinion.notes);
    if (auto finding = stack_beyond_sram(the_case)) opinion.findings.push_back(std::move(*finding));
    return opinion;
}

}  // namespace jig::inspect
