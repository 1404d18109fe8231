// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/extent.hpp"

#include <algorithm>

namespace jig::inspect {
namespace {

bool used(std::uint8_t byte) { return byte != image::erased_byte; }

// How far one can walk from `from` over used bytes, at most `most`; `step` is +1 or -1.
std::uint32_t reach(const FlashView& flash, std::int64_t from, int step, std::uint32_t least_gap, std::uint32_t most) {
    std::uint32_t last_used = 0;
    const auto size = static_cast<std::int64_t>(flash.bytes.size());
    for (std::uint32_t walked = 1; walked <= most && walked - last_used <= least_gap; ++walked) {
        const std::int64_t at = from + std::int64_t{step} * walked;
        if (at < 0 || at >= size) break;
        if (used(flash.bytes[static_cast<std::size_t>(at)])) last_used = walked;
    }
    return last_used;
}

}  // namespace

bool is_erased(ByteView bytes) { return std::ranges::none_of(bytes, used); }

std::vector<AddressRange> used_runs(const FlashView& flash, std::uint32_t least_gap) {
    std::vector<AddressRange> runs;
    for (std::uint32_t i = 0; i < flash.bytes.size(); ++i) {
        if (!used(flash.bytes[i])) continue;
        const std::uint32_t address = flash.base + i;
        if (runs.empty() || address - runs.back().end() >= least_gap) {
            runs.push_back({address, 1});
        } else {
            runs.back().length = address + 1 - runs.back().start;
        }
    }
    return runs;
}

AddressRange island_around(const FlashView& flash, const AddressRange& inner, std::uint32_t least_gap,
                           std::uint32_t most_bytes) {
    if (!flash.range().contains(inner) || inner.length == 0) return inner;
    const std::int64_t first = inner.start - flash.base;
    const std::uint32_t before = reach(flash, first, -1, least_gap, most_bytes);
    const std::uint32_t after = reach(flash, first + inner.length - 1, +1, least_gap, most_bytes);
    return {inner.start - before, before + inner.length + after};
}

}  // namespace jig::inspect
