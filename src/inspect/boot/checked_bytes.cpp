// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/checked_bytes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "chip/part.hpp"
#include "inspect/boot/flash_loads.hpp"
#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t erased_around = 16;  // bytes before or behind a record that lies by itself

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
    return before && erased(world, range.end(), range.end() + erased_around);
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

}  // namespace

Result<std::vector<CheckedBytes>> find_checked_bytes(const World& golden, const BootPlan& plan,
                                                     const DecisionPoint& decision, const BootRecord& golden_end,
                                                     const BootRecord& copy_end) {
    TRY_ASSIGN(const WatchedLoads watched, watch_loads(golden, plan, decision.first_instruction, decision.decided_by));
    std::vector<CheckedBytes> found;
    std::size_t tried = 0;
    std::vector<CheckedBytes> candidates = joined(watched.data);
    for (CheckedBytes& candidate : candidates) candidate.apart = lies_apart(golden, watched.code, candidate.range);
    std::ranges::sort(candidates, {}, rank);
    for (CheckedBytes& candidate : candidates) {
        if (tried++ == most_ranges_tried) break;
        TRY_ASSIGN(const bool matters,
                   change_matters(golden, plan, {golden_end, copy_end, decision.change}, candidate));
        if (matters) found.push_back(std::move(candidate));
    }
    std::ranges::sort(found, {}, rank);
    return found;
}

}  // namespace jig::inspect
