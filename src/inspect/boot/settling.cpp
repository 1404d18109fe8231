// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/settling.hpp"

#include <algorithm>

namespace jig::inspect {
namespace {

constexpr unsigned hard_fault = 3;
constexpr unsigned usage_fault = 6;
// One reset may be meant (a bootloader that hands over, option bytes that are loaded); three in a row are not.
constexpr std::uint64_t resets_of_a_loop = 3;

bool covers(const std::vector<AddressRange>& outer, const std::vector<AddressRange>& inner) {
    return std::ranges::all_of(inner, [&](const AddressRange& range) {
        return std::ranges::any_of(outer, [&](const AddressRange& other) { return other.contains(range); });
    });
}

}  // namespace

std::vector<AddressRange> code_of(const machine::PathLog& path) {
    std::vector<machine::PathLog::Run> runs = path.runs();
    std::ranges::sort(runs, {}, &machine::PathLog::Run::first);
    std::vector<AddressRange> ranges;
    for (const machine::PathLog::Run& run : runs) {
        if (run.last < run.first) continue;  // the end of one task and the begin of another, by an exception return
        const std::uint64_t end = std::uint64_t{run.last} + 2;
        if (!ranges.empty() && run.first <= ranges.back().end()) {
            const std::uint64_t joined = std::max(ranges.back().end(), end);
            ranges.back().length = static_cast<std::uint32_t>(joined - ranges.back().start);
        } else {
            ranges.push_back({run.first, static_cast<std::uint32_t>(end - run.first)});
        }
    }
    return ranges;
}

Settled settled_of(const LastMoments& moments) {
    using machine::CoreActivity;
    if (moments.recent_resets >= resets_of_a_loop) return Settled::reset_loop;
    switch (moments.activity) {
        case CoreActivity::locked_up: return Settled::locked_up;
        case CoreActivity::halted: return Settled::halted;
        case CoreActivity::stop:
        case CoreActivity::standby: return Settled::low_power;
        case CoreActivity::no_power:
        case CoreActivity::in_reset: return Settled::no_start;
        case CoreActivity::running:
        case CoreActivity::sleeping: break;
    }
    if (moments.instructions == 0) return Settled::no_start;
    if (moments.exception >= hard_fault && moments.exception <= usage_fault) return Settled::fault_handler;
    if (!covers(code_of(moments.earlier), code_of(moments.later))) return Settled::unsettled;
    return moments.activity == CoreActivity::sleeping ? Settled::sleep : Settled::loop;
}

}  // namespace jig::inspect
