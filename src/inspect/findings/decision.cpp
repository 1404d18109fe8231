// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "chip/part.hpp"
#include "inspect/boot/outcome.hpp"
#include "inspect/boot/told_apart.hpp"
#include "inspect/code/disassembly.hpp"

namespace jig::inspect {
namespace {

// 64 MB for both paths; what comes later is not looked at for the branch.
constexpr std::size_t most_jumps = 4'000'000;
// A record may be loaded shortly before the UID is.
constexpr std::uint64_t instructions_before_the_read = 200;

std::uint32_t home_of(std::uint32_t address) {
    return address < chip::flash_base ? address + chip::flash_base : address;
}

}  // namespace

const machine::LoggedRead* Decision::first_read(machine::ReadKind kind) const {
    const auto found = std::ranges::find(unchanged.reads, kind, &machine::LoggedRead::kind);
    return found == unchanged.reads.end() ? nullptr : &*found;
}

Result<Decision> find_decision(const World& unchanged, const World& changed, const BootPlan& plan) {
    machine::PathLog one(most_jumps);
    machine::PathLog other(most_jumps);
    Decision decision;
    TRY_ASSIGN(decision.unchanged, boot(unchanged, {.duration = plan.duration, .from = plan.from, .path = &one}));
    TRY_ASSIGN(decision.changed, boot(changed, {.duration = plan.duration, .from = plan.from, .path = &other}));
    decision.boots = 2;
    decision.differences = outcome_differences(decision.unchanged, decision.changed);
    if (decision.differences.empty()) return decision;
    const PathComparison paths = compare_paths(one, other, unchanged.flash);
    if (paths.decisive) decision.branch = paths.divergences[*paths.decisive];
    decision.shown_by = told_apart_at(decision.unchanged, decision.changed);
    return decision;
}

Result<std::vector<CheckedBytes>> bytes_behind(const Decision& decision, const World& unchanged, const World& changed,
                                               const BootPlan& plan) {
    const machine::LoggedRead* read = decision.first_read(machine::ReadKind::uid);
    const std::uint64_t read_at = read == nullptr ? 0 : read->first_instruction;
    std::vector<CheckedBytes> found;
    for (const std::uint64_t before : {std::min(instructions_before_the_read, read_at), read_at}) {
        const DecisionPoint point{
            .first_instruction = read_at - before, .decided_by = decision.shown_by, .other = &changed};
        TRY_ASSIGN(found, find_checked_bytes(unchanged, plan, point, decision.unchanged, decision.changed));
        if (read_at == 0 || (!found.empty() && found.front().apart)) break;
    }
    return found;
}

Result<std::vector<CheckedBytes>> weights_behind(const Decision& decision, const World& unchanged,
                                                 const BootPlan& plan) {
    if (decision.differences.empty()) return std::vector<CheckedBytes>{};
    return find_checked_bytes(unchanged, plan,
                              {.first_instruction = 0, .decided_by = decision.shown_by, .change = every_bit},
                              decision.unchanged, decision.changed);
}

std::string instruction_at(const World& world, std::uint32_t pc) {
    const auto reader = InstructionReader::open();
    if (!reader) return {};
    const auto lines = disassembly(*reader, {chip::flash_base, world.flash}, {home_of(pc), 2});
    return lines.empty() ? std::string() : lines.front().text;
}

std::string branch_sentence(const Divergence& branch, const World& world) {
    return fmt::format("{} decides ({}): the golden board goes on at {} and the copy at {}", hex_address(branch.pc),
                       instruction_at(world, branch.pc), hex_address(branch.golden_next),
                       hex_address(branch.copy_next));
}

}  // namespace jig::inspect
