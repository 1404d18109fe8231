// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/make_case.hpp"

#include <algorithm>

#include "inspect/boot/outcome.hpp"
#include "inspect/findings/other_uid.hpp"

namespace jig::inspect {
namespace {

constexpr Picoseconds shorter_durations[] = {std::chrono::milliseconds{300}, std::chrono::milliseconds{800}};

Result<Side> look_at(const image::BoardArchive& archive, const board::BoardDescription* described) {
    Side side{.archive = &archive, .world = {}, .dump = flash_dump(archive.flash), .layout = {}, .chip = {}, .end = {}};
    TRY_ASSIGN(side.world, world_of(archive, described));
    side.layout = flash_layout(side.flash(), side.world.board.chip.page_bytes);
    side.chip = check_chip(archive);
    return side;
}

// What nobody has read from one of the boards is no difference between them.
void share_what_is_not_known(const DiagnosisQuery& query, World& golden, World& copy) {
    const image::BoardArchive& a = *query.golden;
    const image::BoardArchive& b = *query.copy;
    const bool only_archives = query.golden_board == nullptr && query.copy_board == nullptr;
    const auto known = [only_archives](bool in_golden, bool in_copy) {
        return !only_archives || (in_golden && in_copy);
    };
    machine::ChipConfig& to = copy.board.chip;
    const machine::ChipConfig& from = golden.board.chip;
    if (!known(a.identity.uid.has_value(), b.identity.uid.has_value())) to.uid = golden.board.chip.uid;
    if (!known(a.option_bytes.has_value(), b.option_bytes.has_value())) copy.option_bytes = golden.option_bytes;
    if (!known(a.backup_registers.has_value(), b.backup_registers.has_value())) copy.backup = golden.backup;
    if (only_archives && (a.pins.empty() || b.pins.empty())) copy.board.pins = golden.board.pins;
    if (a.part != b.part) return;
    if (!known(a.identity.f_size_kb.has_value(), b.identity.f_size_kb.has_value()))
        to.flash_size_register = from.flash_size_register;
    if (!known(a.identity.dbgmcu_idcode.has_value(), b.identity.dbgmcu_idcode.has_value()))
        to.dbgmcu_idcode = from.dbgmcu_idcode;
    if (!known(a.identity.cpuid.has_value(), b.identity.cpuid.has_value())) to.cpuid = from.cpuid;
}

// A larger archive makes a larger chip; both boards of one part get the larger one.
void same_flash_for_one_part(Side& golden, Side& copy) {
    if (golden.archive->part != copy.archive->part) return;
    const std::uint32_t bytes = std::max(golden.world.board.chip.flash_bytes, copy.world.board.chip.flash_bytes);
    for (Side* side : {&golden, &copy}) {
        side->world.board.chip.flash_bytes = bytes;
        side->world.flash.resize(bytes, 0xFF);
    }
}

Result<void> boot_both(const DiagnosisQuery& query, Case& the_case) {
    for (const Picoseconds duration : query.durations) {
        the_case.plan.duration = duration;
        TRY_ASSIGN(the_case.golden.end, boot(the_case.golden.world, the_case.plan));
        ++the_case.boots;
        if (!the_case.copy) return {};
        TRY_ASSIGN(the_case.copy->end, boot(the_case.copy->world, the_case.plan));
        ++the_case.boots;
        the_case.differences = outcome_differences(the_case.golden.end, the_case.copy->end);
        if (!the_case.differences.empty()) return {};
    }
    return {};
}

// Many boots follow: a plan under which the boards differ in the same way is as good.
Result<void> take_a_shorter_plan(Case& the_case) {
    for (const Picoseconds duration : shorter_durations) {
        if (duration >= the_case.plan.duration) return {};
        const BootPlan plan{.duration = duration};
        TRY_ASSIGN(BootRecord golden, boot(the_case.golden.world, plan));
        TRY_ASSIGN(BootRecord copy, boot(the_case.copy->world, plan));
        the_case.boots += 2;
        if (golden.settled != the_case.golden.end.settled || copy.settled != the_case.copy->end.settled) continue;
        if (outcome_differences(golden, copy) != the_case.differences) continue;
        the_case.plan = plan;
        the_case.golden.end = std::move(golden);
        the_case.copy->end = std::move(copy);
        return {};
    }
    return {};
}

// Boots both again, the golden board as it would be on the copy's chip, where the chip only sets a number.
Result<void> compare_on_one_chip(const DiagnosisQuery& query, Case& the_case) {
    the_case.golden.world.board.chip.uid = the_case.copy->world.board.chip.uid;
    TRY(boot_both(query, the_case));
    if (!the_case.ended_alike()) TRY(take_a_shorter_plan(the_case));
    return {};
}

// A measured voltage that makes the difference is weighed with something; what of it lies apart in the flash.
Result<void> look_for_calibration(Case& the_case) {
    for (const Trial& trial : the_case.trials.single) {
        if (trial.input.kind != InputKind::pin_voltage || !trial.breaks) continue;
        World other = the_case.golden.world;
        trial.input.hand_over(other, the_case.copy->world);
        TRY_ASSIGN(const Decision decision, find_decision(the_case.golden.world, other, the_case.plan));
        TRY_ASSIGN(const auto weights, weights_behind(decision, the_case.golden.world, the_case.plan));
        the_case.boots += decision.boots;
        for (const CheckedBytes& bytes : weights)
            if (bytes.apart) the_case.calibration.push_back(bytes.range);
    }
    return {};
}

Result<void> look_for_seal(Case& the_case) {
    const std::optional<Trial>& flash = the_case.trials.flash;
    if (!flash || !(flash->restores || flash->breaks)) return {};
    TRY_ASSIGN(const SealAnswer answer, find_seal({.golden = &the_case.golden.world,
                                                   .golden_end = &the_case.golden.end,
                                                   .copy_end = &the_case.copy->end,
                                                   .plan = the_case.plan}));
    the_case.seal = answer.seal;
    the_case.boots += answer.boots;
    return {};
}

Result<void> look_for_checked_sum(Case& the_case) {
    const std::optional<Trial>& part = the_case.trials.flash_part;
    if (!part || !part->proves() || part->input.where.empty()) return {};
    TRY_ASSIGN(const CheckedSumAnswer answer, find_checked_sum({.golden = &the_case.golden.world,
                                                                .copy = &the_case.copy->world,
                                                                .golden_end = &the_case.golden.end,
                                                                .plan = the_case.plan,
                                                                .differing = part->input.where.front()}));
    the_case.checked_sum = answer.sum;
    the_case.boots += answer.boots;
    return {};
}

}  // namespace

Result<Case> make_case(const DiagnosisQuery& query) {
    Case the_case{.golden = {},
                  .copy = {},
                  .more = query.more,
                  .plan = {},
                  .differences = {},
                  .trials = {},
                  .uid_decision = {},
                  .uid_role = {},
                  .checked = {},
                  .calibration = {},
                  .seal = {},
                  .checked_sum = {}};
    TRY_ASSIGN(the_case.golden, in_context(look_at(*query.golden, query.golden_board), "the golden archive"));
    if (query.copy != nullptr) {
        TRY_ASSIGN(the_case.copy, in_context(look_at(*query.copy, query.copy_board), "the copy's archive"));
        share_what_is_not_known(query, the_case.golden.world, the_case.copy->world);
        same_flash_for_one_part(the_case.golden, *the_case.copy);
    }
    TRY(boot_both(query, the_case));
    if (!the_case.ended_alike()) TRY(take_a_shorter_plan(the_case));
    TRY(try_another_uid(the_case));
    if (!the_case.ended_alike() && the_case.uid_is_parameter()) TRY(compare_on_one_chip(query, the_case));
    if (the_case.ended_alike()) return the_case;
    // On one chip a record that differs is a difference like any other.
    const bool one_chip = the_case.copy->world.board.chip.uid == the_case.golden.world.board.chip.uid;
    const std::vector<AddressRange> record = one_chip ? std::vector<AddressRange>{} : the_case.unit_record();
    TRY_ASSIGN(the_case.trials,
               try_inputs(the_case.golden.world, the_case.copy->world, the_case.plan, the_case.golden.end, record));
    the_case.boots += the_case.trials.boots;
    TRY(look_for_calibration(the_case));
    TRY(look_for_seal(the_case));
    TRY(look_for_checked_sum(the_case));
    return the_case;
}

}  // namespace jig::inspect
