// SPDX-License-Identifier: Apache-2.0
#include "machine/path_log.hpp"

namespace jig::machine {
namespace {

std::uint64_t key_of(std::uint32_t first, std::uint32_t last) { return std::uint64_t{first} << 32 | last; }

}  // namespace

void PathLog::jumped(Side& side, std::uint32_t address, bool handler_mode) {
    const std::uint64_t run = key_of(side.first, side.last);
    if (run != 0 && run != last_run_) runs_.insert(last_run_ = run);
    if (!handler_mode) {
        if (jumps_.size() < most_jumps_)
            jumps_.push_back({side.last, address});
        else
            ++lost_;
    }
    side.first = address;
}

std::vector<PathLog::Run> PathLog::runs() const {
    std::unordered_set<std::uint64_t> all = runs_;
    for (const Side& side : {thread_, handler_})
        if (side.next != 0) all.insert(key_of(side.first, side.last));
    std::vector<Run> runs;
    runs.reserve(all.size());
    for (const std::uint64_t run : all)
        runs.push_back({static_cast<std::uint32_t>(run >> 32), static_cast<std::uint32_t>(run)});
    return runs;
}

void PathLog::clear() { *this = PathLog(most_jumps_); }

}  // namespace jig::machine
