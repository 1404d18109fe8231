// SPDX-License-Identifier: Apache-2.0
#include "clone/compare.hpp"

#include <algorithm>
#include <cassert>

namespace jig::clone {
namespace {

constexpr std::uint32_t join = 4;
constexpr std::size_t shown = 16;  // bytes of each side

bool excepted(std::uint32_t address, const std::vector<AddressRange>& except) {
    return std::ranges::any_of(except, [&](const AddressRange& range) { return range.contains(address); });
}

void add(std::vector<AddressRange>& runs, std::uint32_t address) {
    const bool joins = !runs.empty() && (address - runs.back().end() < join || runs.size() == most_differences);
    if (joins) {
        runs.back().length = address + 1 - runs.back().start;
    } else {
        runs.push_back({address, 1});
    }
}

Bytes head(ByteView bytes, std::uint32_t offset, std::uint32_t length) {
    const ByteView part = bytes.subspan(offset, std::min<std::size_t>(length, shown));
    return {part.begin(), part.end()};
}

}  // namespace

std::vector<Difference> differences(std::uint32_t base, ByteView wanted, ByteView found,
                                    const std::vector<AddressRange>& except) {
    assert(wanted.size() == found.size());
    std::vector<AddressRange> runs;
    for (std::uint32_t at = 0; at < wanted.size(); ++at) {
        if (wanted[at] != found[at] && !excepted(base + at, except)) add(runs, base + at);
    }
    std::vector<Difference> result;
    for (const AddressRange& run : runs) {
        const std::uint32_t offset = run.start - base;
        result.push_back({run, head(wanted, offset, run.length), head(found, offset, run.length)});
    }
    return result;
}

std::size_t count_different_words(ByteView first, ByteView second) {
    assert(first.size() == second.size());
    std::size_t count = 0;
    for (std::size_t at = 0; at < first.size(); at += 4) {
        count += std::ranges::equal(first.subspan(at, 4), second.subspan(at, 4)) ? 0 : 1;
    }
    return count;
}

}  // namespace jig::clone
