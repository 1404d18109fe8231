// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/counterfactual.hpp"

#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

Result<bool> ends_like(const BootRecord& golden, const World& world, const BootPlan& plan) {
    TRY_ASSIGN(const BootRecord record, boot(world, plan));
    return alike(golden, record);
}

Result<Trial> try_input(Input input, const BootRecord& golden_record, const World& golden, const World& copy,
                        const BootPlan& plan) {
    World mended = copy;
    input.hand_over(mended, golden);
    World broken = golden;
    input.hand_over(broken, copy);
    Trial trial{.input = std::move(input)};
    TRY_ASSIGN(trial.restores, ends_like(golden_record, mended, plan));
    TRY_ASSIGN(const bool unharmed, ends_like(golden_record, broken, plan));
    trial.breaks = !unharmed;
    return trial;
}

}  // namespace

Result<BootComparison> compare_boots(const World& golden, const World& copy, const BootPlan& plan) {
    const BootPlan unwatched{.duration = plan.duration, .from = plan.from};
    BootComparison result;
    TRY_ASSIGN(result.golden, boot(golden, unwatched));
    TRY_ASSIGN(result.copy, boot(copy, unwatched));
    result.boots = 2;
    result.differences = outcome_differences(result.golden, result.copy);
    if (result.differences.empty()) return result;
    for (Input& input : differing_inputs(golden, copy)) {
        TRY_ASSIGN(Trial trial, try_input(std::move(input), result.golden, golden, copy, unwatched));
        result.trials.push_back(std::move(trial));
        result.boots += 2;
    }
    return result;
}

}  // namespace jig::inspect
