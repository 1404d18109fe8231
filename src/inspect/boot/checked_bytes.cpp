// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/checked_bytes.hpp"

#include <algorithm>
#include <utility>

#include "chip/part.hpp"
#include "inspect/boot/executed_code.hpp"
#include "inspect/boot/outcome.hpp"

namespace jig::inspect {
namespace {

using machine::FlashLoad;

constexpr std::size_t most_loads = 65536;
constexpr std::size_t most_jumps = 4'000'000;
constexpr std::uint32_t erased_around = 16;  // bytes before or behind a record that lies by itself

struct Watched {
    std::vector<FlashLoad> loads;
    ExecutedCode code;
};

// What was loaded up to the decision, and which code ran.
Result<Watched> watch_loads(const World& golden, const BootPlan& plan, const DecisionPoint& decision) {
    machine::PathLog path(most_jumps);
    machine::LoadLog loads(most_loads);
    TRY_ASSIGN(const auto running, Boot::start(golden, {.duration = plan.duration, .from = plan.from, .path = &path}));
    running->run_to_instruction(decision.first_instruction);
    running->chip().watch({.path = &path, .flash_loads = &loads});
    constexpr std::uint64_t stride = 20'000;
    std::uint64_t before = 0;
    while (path.jumps().size() <= decision.jumps && before != running->chip().instructions()) {
        before = running->chip().instructions();
        running->run_to_instruction(before + stride);
    }
    running->chip().watch({});
    return Watched{loads.loads(), ExecutedCode(path)};
}

std::uint16_t half_word_at(const World& world, std::uint32_t address) {
    const std::uint32_t offset = address >= chip::flash_base ? address - chip::flash_base : address;
    return std::uint64_t{offset} + 2 <= world.flash.size() ? load_le16(ByteView(world.flash).subspan(offset)) : 0;
}

// LDR (literal), DDI 0403 A7.7.43: its word belongs to the code.
bool loads_literal(const World& world, std::uint32_t pc) {
    const std::uint16_t first = half_word_at(world, pc);
    return (first & 0xF800) == 0x4800 || (first & 0xFF7F) == 0xF85F;
}

// Flash shows at 0 too; a program may use either address.
std::uint32_t home_of(std::uint32_t address) {
    return address < chip::flash_base ? address + chip::flash_base : address;
}

std::vector<CheckedBytes> joined(const World& world, std::vector<FlashLoad> loads) {
    std::erase_if(loads, [&](const FlashLoad& load) { return loads_literal(world, load.pc); });
    for (FlashLoad& load : loads) load.address = home_of(load.address);
    std::ranges::sort(loads, {}, [](const FlashLoad& load) { return std::pair(load.address, load.pc); });
    std::vector<CheckedBytes> ranges;
    for (const FlashLoad& load : loads) {
        const std::uint64_t end = std::uint64_t{load.address} + load.bytes;
        if (!ranges.empty() && load.address <= ranges.back().range.end()) {
            AddressRange& last = ranges.back().range;
            last.length = static_cast<std::uint32_t>(std::max(last.end(), end) - last.start);
        } else {
            ranges.push_back({.range = {load.address, load.bytes}, .loaded_by = {}});
        }
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

Result<bool> change_ends_like_the_copy(const World& golden, const BootPlan& plan, const AddressRange& range,
                                       const BootRecord& golden_end, const BootRecord& copy_end) {
    World changed = golden;
    const std::size_t offset = range.start - chip::flash_base;
    if (offset >= changed.flash.size()) return false;
    changed.flash[offset] ^= 0x01;
    TRY_ASSIGN(const BootRecord end, boot(changed, {.duration = plan.duration, .from = plan.from}));
    return !alike(golden_end, end) && alike(copy_end, end);
}

}  // namespace

Result<std::vector<CheckedBytes>> find_checked_bytes(const World& golden, const BootPlan& plan,
                                                     const DecisionPoint& decision, const BootRecord& golden_end,
                                                     const BootRecord& copy_end) {
    TRY_ASSIGN(const Watched watched, watch_loads(golden, plan, decision));
    std::vector<CheckedBytes> found;
    std::size_t tried = 0;
    std::vector<CheckedBytes> candidates = joined(golden, watched.loads);
    for (CheckedBytes& candidate : candidates) candidate.apart = lies_apart(golden, watched.code, candidate.range);
    std::ranges::sort(candidates, {},
                      [](const CheckedBytes& bytes) { return std::pair(!bytes.apart, bytes.range.start); });
    for (CheckedBytes& candidate : candidates) {
        if (tried++ == most_ranges_tried) break;
        TRY_ASSIGN(const bool matters, change_ends_like_the_copy(golden, plan, candidate.range, golden_end, copy_end));
        if (matters) found.push_back(std::move(candidate));
    }
    return found;
}

}  // namespace jig::inspect
