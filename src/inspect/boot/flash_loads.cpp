// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/flash_loads.hpp"

#include <algorithm>
#include <utility>

#include "chip/part.hpp"

namespace jig::inspect {
namespace {

using machine::FlashLoad;

// All bytes of the largest flash, one by one.
constexpr std::size_t most_loads = 1 << 20;

std::uint16_t half_word_at(const World& world, std::uint32_t address) {
    const std::uint32_t offset = address >= chip::flash_base ? address - chip::flash_base : address;
    return std::uint64_t{offset} + 2 <= world.flash.size() ? load_le16(ByteView(world.flash).subspan(offset)) : 0;
}

// LDR (literal), DDI 0403 A7.7.43.
bool loads_literal(const World& world, std::uint32_t pc) {
    const std::uint16_t first = half_word_at(world, pc);
    return (first & 0xF800) == 0x4800 || (first & 0xFF7F) == 0xF85F;
}

void take(const World& world, const std::vector<FlashLoad>& loads, WatchedLoads& watched) {
    for (const FlashLoad& load : loads) {
        if (loads_literal(world, load.pc))
            watched.literals.push_back({home_of(load.address), load.bytes});
        else
            watched.data.push_back({{load.pc, home_of(load.address), load.bytes}, watched.data.size()});
    }
    std::ranges::sort(watched.data, {},
                      [](const NumberedLoad& one) { return std::pair(one.load.address, one.load.pc); });
}

}  // namespace

std::uint32_t home_of(std::uint32_t address) {
    return address < chip::flash_base ? address + chip::flash_base : address;
}

Result<WatchedLoads> watch_loads(const World& world, const BootPlan& plan, std::uint64_t first_instruction,
                                 Picoseconds until) {
    machine::PathLog path(0);
    machine::LoadLog loads(most_loads);
    TRY_ASSIGN(const auto running, Boot::start(world, {.duration = plan.duration, .from = plan.from, .path = &path}));
    running->run_to_instruction(first_instruction);
    running->chip().watch({.path = &path, .flash_loads = &loads});
    while (running->chip().now() < until && running->run_slice()) {}
    running->chip().watch({});
    WatchedLoads watched{.data = {}, .literals = {}, .code = ExecutedCode(path)};
    take(world, loads.loads(), watched);
    return watched;
}

}  // namespace jig::inspect
