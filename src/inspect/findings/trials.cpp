// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/trials.hpp"

#include <algorithm>
#include <span>

#include "chip/part.hpp"
#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

// Which word of the UID it is that matters is not worth boots that last longer.
constexpr Picoseconds longest_for_words = std::chrono::seconds{3};

class Trials {
 public:
    Trials(const World& golden, const World& copy, const BootPlan& plan, const BootRecord& golden_end)
        : golden_(golden), copy_(copy), plan_(plan), golden_end_(golden_end) {}

    Result<Trial> run(Input input) {
        Trial trial{.input = std::move(input)};
        TRY_ASSIGN(trial.restores, restores(trial.input));
        World broken = golden_;
        trial.input.hand_over(broken, copy_);
        TRY_ASSIGN(const bool unharmed, ends_well(broken));
        trial.breaks = !unharmed;
        return trial;
    }

    Result<bool> restores(const Input& input) {
        World mended = copy_;
        input.hand_over(mended, golden_);
        return ends_well(mended);
    }

    [[nodiscard]] std::size_t boots() const { return boots_; }

 private:
    Result<bool> ends_well(const World& world) {
        ++boots_;
        TRY_ASSIGN(const BootRecord record, boot(world, plan_));
        return alike(golden_end_, record);
    }

    const World& golden_;
    const World& copy_;
    const BootPlan& plan_;
    const BootRecord& golden_end_;
    std::size_t boots_ = 0;
};

using Ranges = std::vector<AddressRange>;

void copy_flash(World& to, const World& from, const Ranges& ranges) {
    for (const AddressRange& range : ranges)
        for (std::size_t i = range.start - chip::flash_base; i < range.end() - chip::flash_base; ++i)
            if (i < to.flash.size() && i < from.flash.size()) to.flash[i] = from.flash[i];
}

Input with_record(Input uid, const Ranges& record) {
    uid.hand_over = [record, alone = std::move(uid.hand_over)](World& to, const World& from) {
        alone(to, from);
        copy_flash(to, from, record);
    };
    uid.where.insert(uid.where.end(), record.begin(), record.end());
    uid.name += " and the record that goes with it";
    return uid;
}

Input without_record(Input flash, const Ranges& record) {
    flash.hand_over = [record, all = std::move(flash.hand_over)](World& to, const World& from) {
        const World before = to;
        all(to, from);
        copy_flash(to, before, record);
    };
    return flash;
}

Input together(std::span<const Input> inputs) {
    Input all{.kind = InputKind::flash, .name = "the flash", .where = {}, .hand_over = {}};
    for (const Input& input : inputs) all.where.insert(all.where.end(), input.where.begin(), input.where.end());
    all.hand_over = [parts = std::vector<Input>(inputs.begin(), inputs.end())](World& to, const World& from) {
        for (const Input& part : parts) part.hand_over(to, from);
    };
    return all;
}

bool is_record(const Input& flash, const Ranges& record) {
    return std::ranges::any_of(record, [&](const AddressRange& range) { return range.contains(flash.where.front()); });
}

// The half that restores by itself, again and again, until neither half does.
Result<std::span<const Input>> smallest_part(std::span<const Input> inputs, Trials& trials) {
    for (unsigned halving = 0; halving < most_halvings && inputs.size() > 1; ++halving) {
        const std::size_t middle = inputs.size() / 2;
        const std::span<const Input> first = inputs.first(middle);
        const std::span<const Input> second = inputs.subspan(middle);
        TRY_ASSIGN(const bool first_does, trials.restores(together(first)));
        if (first_does) {
            inputs = first;
            continue;
        }
        TRY_ASSIGN(const bool second_does, trials.restores(together(second)));
        if (!second_does) break;
        inputs = second;
    }
    return inputs;
}

Result<void> try_flash(std::span<const Input> ranges, Trials& trials, TrialSet& set) {
    if (ranges.empty()) return {};
    TRY_ASSIGN(set.flash, trials.run(together(ranges)));
    if (!set.flash->restores) return {};
    TRY_ASSIGN(const std::span<const Input> part, smallest_part(ranges, trials));
    TRY_ASSIGN(set.flash_part, trials.run(together(part)));
    return {};
}

}  // namespace

bool TrialSet::anything_restores() const {
    return (flash && flash->restores) || std::ranges::any_of(single, &Trial::restores);
}

Result<TrialSet> try_inputs(const World& golden, const World& copy, const BootPlan& plan, const BootRecord& golden_end,
                            const std::vector<AddressRange>& unit_record) {
    const BootPlan unwatched{.duration = plan.duration, .from = plan.from, .wait_for_period = false};
    Trials trials(golden, copy, unwatched, golden_end);
    TrialSet set;
    std::vector<Input> flash;
    std::vector<Input> inputs = differing_inputs(golden, copy);
    const bool has_whole_uid = std::ranges::find(inputs, InputKind::uid, &Input::kind) != inputs.end();
    if (has_whole_uid && plan.duration > longest_for_words)
        std::erase_if(inputs, [](const Input& input) { return input.kind == InputKind::uid_word; });
    for (Input& input : inputs) {
        if (input.kind == InputKind::flash && is_record(input, unit_record)) continue;
        if (input.kind == InputKind::flash) {
            flash.push_back(unit_record.empty() ? std::move(input) : without_record(std::move(input), unit_record));
            continue;
        }
        const bool is_uid = input.kind == InputKind::uid || input.kind == InputKind::uid_word;
        if (is_uid && !unit_record.empty()) input = with_record(std::move(input), unit_record);
        TRY_ASSIGN(Trial trial, trials.run(std::move(input)));
        set.single.push_back(std::move(trial));
    }
    TRY(try_flash(flash, trials, set));
    set.boots = trials.boots();
    return set;
}

}  // namespace jig::inspect
