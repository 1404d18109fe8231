// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/paired_boots.hpp"

#include <algorithm>
#include <memory>

#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

// 64 MB for both paths; ways that part later are not drawn.
constexpr std::size_t most_jumps = 4'000'000;
// The moment is looked for in steps of this many instructions, then one by one.
constexpr std::uint64_t stride = 2'000;
constexpr std::uint64_t most_single_steps = 20'000;

// The instruction that decides, the one that follows on this board, and the how-manieth time it is. Passes are counted,
// not jumps: a program that polls a status is spared some of its turns, and how many depends on how it is made to run.
struct PathPoint {
    std::uint32_t pc = 0;
    std::uint32_t next = 0;
    std::size_t pass = 1;
};

bool covers(const StraightRun& run, std::uint32_t pc) { return run.first <= pc && pc <= run.last; }

// A boot that tells how often it has come through an instruction.
class Walk {
 public:
    static Result<Walk> start(const World& world, BootPlan plan, std::uint32_t pc) {
        Walk walk(pc);
        plan.path = walk.path_.get();
        TRY_ASSIGN(walk.boot_, Boot::start(world, plan));
        return walk;
    }

    // False when time is up.
    bool run(std::uint64_t instructions) {
        const std::uint64_t before = boot_->chip().instructions();
        boot_->run_to_instruction(before + instructions);
        return boot_->chip().instructions() != before;
    }

    // Runs that have ended, and the one under way as far as it has come.
    [[nodiscard]] std::size_t passes() {
        const std::vector<machine::Jump>& jumps = path_->jumps();
        for (; counted_ + 1 < jumps.size(); ++counted_)
            if (covers({jumps[counted_].to, jumps[counted_ + 1].from}, pc_)) ++passes_;
        const bool under_way = !jumps.empty() && jumps.back().to <= pc_ && pc_ < chip().pc();
        return passes_ + (under_way ? 1 : 0);
    }

    [[nodiscard]] const machine::Chip& chip() const { return boot_->chip(); }

 private:
    explicit Walk(std::uint32_t pc) : path_(std::make_unique<machine::PathLog>(most_jumps)), pc_(pc) {}

    std::unique_ptr<machine::PathLog> path_;
    std::unique_ptr<Boot> boot_;
    std::uint32_t pc_;
    std::size_t counted_ = 0;
    std::size_t passes_ = 0;
};

// How many strides end before the board comes to `point`.
Result<std::uint64_t> strides_before(const World& world, const BootPlan& plan, const PathPoint& point) {
    TRY_ASSIGN(Walk walk, Walk::start(world, plan, point.pc));
    std::uint64_t strides = 0;
    while (walk.run(stride) && walk.passes() < point.pass) ++strides;
    return strides;
}

BoardThere board_there(const machine::Chip& chip) {
    BoardThere there{.at = chip.now()};
    for (unsigned i = 0; i < there.registers.size(); ++i) there.registers.at(i) = chip.register_value(i);
    return there;
}

Result<std::optional<BoardThere>> find_board_there(const World& world, const BootPlan& plan, const PathPoint& point) {
    TRY_ASSIGN(const std::uint64_t strides, strides_before(world, plan, point));
    TRY_ASSIGN(Walk walk, Walk::start(world, plan, point.pc));
    for (std::uint64_t i = 0; i < strides; ++i) walk.run(stride);
    for (std::uint64_t step = 0; step < most_single_steps; ++step) {
        const bool is_there = walk.chip().pc() == point.pc && walk.passes() + 1 >= point.pass;
        if (!walk.run(1)) break;
        if (is_there && walk.chip().pc() == point.next) return board_there(walk.chip());
    }
    return std::optional<BoardThere>();
}

std::size_t passes_before(const machine::PathLog& path, std::size_t jump, std::uint32_t pc) {
    const std::vector<machine::Jump>& jumps = path.jumps();
    std::size_t passes = 0;
    for (std::size_t i = 0; i + 1 < jump; ++i)
        if (covers({jumps[i].to, jumps[i + 1].from}, pc)) ++passes;
    return passes;
}

Result<Parting> look_at(const Divergence& branch, const Case& the_case, const BootPlan& plan,
                        const machine::PathLog& golden, const machine::PathLog& copy) {
    Parting parting;
    parting.branch = branch;
    parting.before = runs_before(golden.jumps(), branch.golden_jump, branch.pc);
    parting.golden_after = runs_after(golden.jumps(), branch.golden_jump, branch.pc, branch.golden_next);
    parting.copy_after = runs_after(copy.jumps(), branch.copy_jump, branch.pc, branch.copy_next);
    if (branch.golden_jump == 0 || branch.copy_jump == 0) return parting;
    TRY_ASSIGN(parting.golden, find_board_there(the_case.golden.world, plan,
                                                {branch.pc, branch.golden_next,
                                                 passes_before(golden, branch.golden_jump, branch.pc) + 1}));
    TRY_ASSIGN(parting.copy,
               find_board_there(the_case.copy->world, plan,
                                {branch.pc, branch.copy_next, passes_before(copy, branch.copy_jump, branch.pc) + 1}));
    return parting;
}

}  // namespace

std::vector<StraightRun> runs_before(const std::vector<machine::Jump>& jumps, std::size_t jump,
                                     std::uint32_t branch_pc) {
    std::vector<StraightRun> runs;
    for (std::size_t i = jump > most_runs ? jump - most_runs : 0; i < jump; ++i)
        runs.push_back({jumps[i].to, i + 1 < jump ? jumps[i + 1].from : branch_pc});
    return runs;
}

std::vector<StraightRun> runs_after(const std::vector<machine::Jump>& jumps, std::size_t jump, std::uint32_t branch_pc,
                                    std::uint32_t next) {
    std::vector<StraightRun> runs;
    if (jump < jumps.size() && jumps[jump].from == branch_pc) ++jump;
    for (; jump < jumps.size() && runs.size() < most_runs; ++jump) {
        runs.push_back({next, jumps[jump].from});
        next = jumps[jump].to;
    }
    return runs;
}

Result<PairedBoots> boot_pair(const Case& the_case) {
    BootPlan plan{.duration = std::max(the_case.plan.duration, least_drawn), .from = the_case.plan.from};
    machine::PathLog golden_path(most_jumps);
    machine::PathLog copy_path(most_jumps);
    PairedBoots pair;
    plan.path = &golden_path;
    TRY_ASSIGN(pair.golden, boot(the_case.golden.world, plan));
    pair.boots = 1;
    if (!the_case.copy) return pair;
    plan.path = &copy_path;
    TRY_ASSIGN(pair.copy, boot(the_case.copy->world, plan));
    pair.boots = 2;
    pair.differences = outcome_differences(pair.golden, *pair.copy);
    if (pair.differences.empty()) return pair;
    const PathComparison paths = compare_paths(golden_path, copy_path, the_case.golden.world.flash);
    if (paths.divergences.empty()) return pair;
    const Divergence& branch = paths.divergences[paths.decisive.value_or(0)];
    TRY_ASSIGN(pair.parting, look_at(branch, the_case, plan, golden_path, copy_path));
    pair.parting->decides = paths.decisive.has_value();
    return pair;
}

}  // namespace jig::inspect
