// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/executed_code.hpp"

#include <algorithm>

namespace jig::inspect {

ExecutedCode::ExecutedCode(const machine::PathLog& path) {
    std::vector<machine::PathLog::Run> runs = path.runs();
    std::ranges::sort(runs, {}, &machine::PathLog::Run::first);
    for (const machine::PathLog::Run& run : runs) {
        const std::uint64_t end = std::uint64_t{run.last} + 2;
        if (!ranges_.empty() && run.first <= ranges_.back().end()) {
            const std::uint64_t joined = std::max(ranges_.back().end(), end);
            ranges_.back().length = static_cast<std::uint32_t>(joined - ranges_.back().start);
        } else {
            ranges_.push_back({run.first, static_cast<std::uint32_t>(end - run.first)});
        }
    }
}

bool ExecutedCode::contains(std::uint32_t address) const {
    const auto after = std::ranges::upper_bound(ranges_, address, {}, &AddressRange::start);
    return after != ranges_.begin() && std::prev(after)->contains(address);
}

bool ExecutedCode::covers(const ExecutedCode& other) const {
    return std::ranges::all_of(other.ranges_, [this](const AddressRange& inner) {
        const auto after = std::ranges::upper_bound(ranges_, inner.start, {}, &AddressRange::start);
        return after != ranges_.begin() && std::prev(after)->contains(inner);
    });
}

}  // namespace jig::inspect
