// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/other_uid.hpp"

#include <algorithm>

#include "inspect/boot/outcome.hpp"
#include "inspect/findings/diagnose.hpp"
#include "inspect/identity/uid_functions.hpp"

namespace jig::inspect {
namespace {

// A DMA channel that fetches the ID leaves no trace of the core's; then only boots tell.
bool may_matter(const Case& the_case, const World& other) {
    const image::Uid& own = the_case.golden.world.board.chip.uid;
    const bool is_read = std::ranges::any_of(
        the_case.golden.end.reads, [](const machine::LoggedRead& read) { return read.kind == machine::ReadKind::uid; });
    const bool is_the_copys = the_case.copy && other.board.chip.uid == the_case.copy->world.board.chip.uid;
    return !is_blank(own) && (is_read || (is_the_copys && !the_case.ended_alike()));
}

World on_another_chip(const Case& the_case) {
    World other = the_case.golden.world;
    const image::Uid own = other.board.chip.uid;
    other.board.chip.uid = invented_uid(own, most_invented_chips);
    if (the_case.copy && the_case.copy->world.board.chip.uid != own)
        other.board.chip.uid = the_case.copy->world.board.chip.uid;
    return other;
}

Result<void> look_at_role(const World& other, const BootPlan& plan, const BootRecord& golden_end,
                          const BootRecord& other_end, Case& the_case) {
    the_case.uid_role = UidRole{};
    if (is_blank(other.board.chip.uid)) return {};  // a chip without an ID is no other chip of the same kind
    TRY_ASSIGN(the_case.uid_role, find_uid_role(the_case.golden.world, plan, golden_end, other_end));
    the_case.boots += the_case.uid_role->boots;
    return {};
}

// Within a short boot one rhythm looks like another.
Result<void> look_longer_at_role(const World& other, const BootPlan& plan, Case& the_case) {
    const BootPlan longer{.duration = boot_durations.front(), .wait_for_period = false};
    if (plan.duration >= longer.duration) return {};
    TRY_ASSIGN(const BootRecord golden_end, boot(the_case.golden.world, longer));
    TRY_ASSIGN(const BootRecord other_end, boot(other, longer));
    the_case.boots += 2;
    if (alike(golden_end, other_end)) return {};
    return look_at_role(other, longer, golden_end, other_end, the_case);
}

bool record_is_found(const Case& the_case) {
    return std::ranges::any_of(the_case.checked,
                               [](const CheckedBytes& bytes) { return bytes.apart && bytes.ends_like_the_copy; });
}

}  // namespace

Result<void> try_another_uid(Case& the_case) {
    const World other = on_another_chip(the_case);
    if (!may_matter(the_case, other)) return {};
    // Boards that differ late are booted for as long as that takes.
    const Picoseconds longest = the_case.ended_alike() ? boot_durations.front() : the_case.plan.duration;
    const BootPlan plan{.duration = std::min(the_case.plan.duration, longest)};
    TRY_ASSIGN(the_case.uid_decision, find_decision(the_case.golden.world, other, plan));
    const Decision& decision = *the_case.uid_decision;
    the_case.boots += decision.boots;
    if (decision.differences.empty()) return {};
    TRY(look_at_role(other, plan, decision.unchanged, decision.changed, the_case));
    if (the_case.uid_is_parameter()) return {};
    TRY_ASSIGN(the_case.checked, bytes_behind(decision, the_case.golden.world, other, plan));
    if (!record_is_found(the_case)) TRY(look_longer_at_role(other, plan, the_case));
    return {};
}

}  // namespace jig::inspect
