// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/checked_bytes.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "base/stable_sort.hpp"
#include "chip/part.hpp"
#include "inspect/boot/flash_loads.hpp"
#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t most_together = 12;    // ranges that lie apart; more are a table
constexpr std::uint32_t erased_around = 16;  // bytes before or behind a record that lies by itself

// By address.
std::vector<CheckedBytes> joined(const std::vector<NumberedLoad>& loads) {
    std::vector<CheckedBytes> ranges;
    for (const auto& [load, number] : loads) {
        const std::uint64_t end = std::uint64_t{load.address} + load.bytes;
        if (!ranges.empty() && load.address <= ranges.back().range.end()) {
            AddressRange& last = ranges.back().range;
            last.length = static_cast<std::uint32_t>(std::max(last.end(), end) - last.start);
        } else {
            ranges.push_back({.range = {load.address, load.bytes}, .loaded_by = {}});
        }
        ranges.back().last_load = std::max(ranges.back().last_load, number);
        std::vector<std::uint32_t>& by = ranges.back().loaded_by;
        if (std::ranges::find(by, load.pc) == by.end()) by.push_back(load.pc);
    }
    return ranges;
}

bool erased(const World& world, std::uint64_t from, std::uint64_t to) {
    const std::uint64_t first = from - chip::flash_base;
    const std::uint64_t end = std::min<std::uint64_t>(to - chip::flash_base, world.flash.size());
    return std::all_of(world.flash.begin() + static_cast<std::ptrdiff_t>(std::min(first, end)),
                       world.flash.begin() + static_cast<std::ptrdiff_t>(end), [](auto byte) { return byte == 0xFF; });
}

bool lies_apart(const World& world, const ExecutedCode& code, const AddressRange& range) {
    const std::uint32_t page = range.start / world.board.chip.page_bytes * world.board.chip.page_bytes;
    const std::uint64_t page_end = std::uint64_t{page} + world.board.chip.page_bytes;
    const bool page_has_code = std::ranges::any_of(
        code.ranges(), [&](const AddressRange& run) { return home_of(run.start) < page_end && run.end() > page; });
    if (page_has_code) return false;
    const bool before = range.start < chip::flash_base + erased_around || range.start == page ||
                        erased(world, range.start - erased_around, range.start);
    return before && erased(world, range.end(), std::min(range.end() + erased_around, page_end));
}

struct Ends {
    const BootRecord& golden;
    const BootRecord& copy;
    std::uint8_t change;
};

// The byte at `offset` into the range.
Result<void> try_change(const World& golden, const BootPlan& plan, std::uint32_t offset, const Ends& ends,
                        CheckedBytes& bytes, bool& matters) {
    World changed = golden;
    const std::size_t at = bytes.range.start - chip::flash_base + offset;
    if (at >= changed.flash.size()) return {};
    const std::size_t bytes_changed = ends.change == every_bit ? bytes.range.length : 1;
    for (std::size_t i = at; i < std::min(at + bytes_changed, changed.flash.size()); ++i)
        changed.flash[i] ^= ends.change;
    TRY_ASSIGN(const BootRecord end,
               boot(changed, {.duration = plan.duration, .from = plan.from, .wait_for_period = false}));
    if (alike(ends.golden, end)) return {};
    matters = true;
    bytes.ends_like_the_copy = alike(ends.copy, end);
    return {};
}

// A record may begin or end with something that nobody looks at.
Result<bool> change_matters(const World& golden, const BootPlan& plan, const Ends& ends, CheckedBytes& bytes) {
    std::vector<std::uint32_t> offsets = {0};
    if (bytes.apart && bytes.range.length > 2) offsets = {0, bytes.range.length / 2, bytes.range.length - 1};
    bool matters = false;
    for (const std::uint32_t offset : offsets) {
        TRY(try_change(golden, plan, offset, ends, bytes, matters));
        if (bytes.ends_like_the_copy) break;
    }
    return matters && (bytes.apart || bytes.ends_like_the_copy);
}

auto rank(const CheckedBytes& bytes) {
    return std::tuple(!bytes.ends_like_the_copy, !bytes.apart, -static_cast<std::ptrdiff_t>(bytes.last_load));
}

// First, middle and last byte of each: one of them counts, wherever a record begins.
void spoil(const AddressRange& range, World& world) {
    const std::size_t start = range.start - chip::flash_base;
    for (const std::size_t i : std::set<std::size_t>{start, start + range.length / 2, start + range.length - 1})
        if (i < world.flash.size()) world.flash[i] ^= one_bit;
}

bool is_record(const CheckedBytes& bytes) { return bytes.apart && bytes.ends_like_the_copy; }

class Together {
 public:
    Together(const World& golden, const BootPlan& plan, const Ends& ends) : golden_(golden), plan_(plan), ends_(ends) {}

    // Those of them that are needed to make the golden board end as the copy does; none if all do not.
    Result<std::vector<CheckedBytes>> needed(std::vector<CheckedBytes> all) {
        TRY_ASSIGN(const bool fails, fail(all));
        if (!fails) return std::vector<CheckedBytes>{};
        for (std::size_t i = 0; i < all.size();) {
            std::vector<CheckedBytes> fewer = all;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            TRY_ASSIGN(const bool still, fail(fewer));
            if (still)
                all = std::move(fewer);
            else
                ++i;
        }
        for (CheckedBytes& bytes : all) bytes.ends_like_the_copy = true;
        return all;
    }

 private:
    Result<bool> fail(const std::vector<CheckedBytes>& spoiled) {
        World world = golden_;
        for (const CheckedBytes& bytes : spoiled) spoil(bytes.range, world);
        TRY_ASSIGN(const BootRecord end,
                   boot(world, {.duration = plan_.duration, .from = plan_.from, .wait_for_period = false}));
        return alike(ends_.copy, end) && !alike(ends_.golden, end);
    }

    const World& golden_;
    const BootPlan& plan_;
    const Ends& ends_;
};

Result<std::vector<CheckedBytes>> candidates_of(const World& golden, const BootPlan& plan,
                                                const DecisionPoint& decision) {
    TRY_ASSIGN(WatchedLoads watched, watch_loads(golden, plan, decision.first_instruction, decision.decided_by));
    if (decision.other != nullptr) {
        TRY_ASSIGN(const WatchedLoads others,
                   watch_loads(*decision.other, plan, decision.first_instruction, decision.decided_by));
        watched.data.insert(watched.data.end(), others.data.begin(), others.data.end());
        stable_sort_by(watched.data, [](const NumberedLoad& one) { return one.load.address; });
    }
    std::vector<CheckedBytes> candidates = joined(watched.data);
    for (CheckedBytes& candidate : candidates) candidate.apart = lies_apart(golden, watched.code, candidate.range);
    std::ranges::sort(candidates, {}, rank);
    return candidates;
}

}  // namespace

Result<std::vector<CheckedBytes>> find_checked_bytes(const World& golden, const BootPlan& plan,
                                                     const DecisionPoint& decision, const BootRecord& golden_end,
                                                     const BootRecord& copy_end) {
    const Ends ends{golden_end, copy_end, decision.change};
    TRY_ASSIGN(std::vector<CheckedBytes> candidates, candidates_of(golden, plan, decision));
    if (candidates.size() > most_ranges_tried) candidates.resize(most_ranges_tried);
    std::vector<CheckedBytes> found;
    for (CheckedBytes candidate : candidates) {
        // They come apart first; where a record was found, constants that go with it add nothing.
        if (!candidate.apart && std::ranges::any_of(found, is_record)) break;
        TRY_ASSIGN(const bool matters, change_matters(golden, plan, ends, candidate));
        if (matters) found.push_back(std::move(candidate));
    }
    std::erase_if(candidates, [](const CheckedBytes& candidate) { return !candidate.apart; });
    if (decision.change == one_bit && candidates.size() > 1 && candidates.size() <= most_together &&
        std::ranges::none_of(found, &CheckedBytes::apart)) {
        TRY_ASSIGN(std::vector<CheckedBytes> needed, Together(golden, plan, ends).needed(std::move(candidates)));
        std::ranges::move(needed, std::back_inserter(found));
    }
    std::ranges::sort(found, {}, rank);
    return found;
}

}  // namespace jig::inspect
