// SPDX-License-Identifier: Apache-2.0
#include "dap/watch_cover.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

namespace jig::dap {
namespace {

// An access of a byte shows its own address and one of a word that of its first byte: blocks of whole words see both.
constexpr std::uint32_t smallest_mask = 2;
constexpr std::uint32_t word = 1U << smallest_mask;

using Blocks = std::vector<WatchBlock>;

// Cuts `range` into the fewest aligned powers of two.
void append_pieces(Blocks& blocks, const AddressRange& range) {
    std::uint64_t at = range.start & ~(word - 1);
    const std::uint64_t end = (range.end() + word - 1) & ~std::uint64_t{word - 1};
    while (at < end) {
        const auto left = static_cast<std::uint32_t>(std::bit_width(end - at)) - 1;
        const auto aligned = static_cast<std::uint32_t>(std::countr_zero(at | (1ULL << largest_watch_mask)));
        const std::uint32_t mask = std::min({left, aligned, largest_watch_mask});
        blocks.push_back({static_cast<std::uint32_t>(at), mask});
        at += 1ULL << mask;
    }
}

// The smallest block that holds both.
WatchBlock around(const WatchBlock& a, const WatchBlock& b) {
    const std::uint32_t differing = a.start ^ (b.start + (b.range().length - 1));
    const auto mask = std::max({static_cast<std::uint32_t>(std::bit_width(differing)), a.mask, b.mask});
    return {mask >= 32 ? 0 : a.start & ~((1U << mask) - 1), mask};
}

void drop_covered(Blocks& blocks) {
    std::ranges::sort(blocks,
                      [](auto& a, auto& b) { return a.start != b.start ? a.start < b.start : a.mask > b.mask; });
    Blocks kept;
    for (const WatchBlock& block : blocks) {
        if (kept.empty() || !kept.back().range().contains(block.range())) kept.push_back(block);
    }
    blocks = std::move(kept);
}

// Joins the two neighbours that make the smallest block; false when every join would be too wide for a comparator.
bool join_once(Blocks& blocks) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
        const std::uint32_t mask = around(blocks[i], blocks[i + 1]).mask;
        if (mask > largest_watch_mask) continue;
        if (!best || mask < around(blocks[*best], blocks[*best + 1]).mask) best = i;
    }
    if (!best) return false;
    blocks[*best] = around(blocks[*best], blocks[*best + 1]);
    drop_covered(blocks);
    return true;
}

}  // namespace

Result<std::vector<WatchBlock>> cover(std::span<const AddressRange> ranges, std::size_t comparators) {
    const std::uint64_t most_bytes = std::uint64_t{comparators} << largest_watch_mask;
    Blocks blocks;
    bool fits = true;
    for (const AddressRange& range : ranges) {
        fits = fits && range.length <= most_bytes;
        if (fits) append_pieces(blocks, range);
    }
    drop_covered(blocks);
    while (fits && blocks.size() > comparators) fits = join_once(blocks);
    if (fits) return blocks;
    return fail(ErrorKind::refused,
                fmt::format("the chip watches at most {} blocks of {} KB at a time, and what is asked for does not fit "
                            "into them; watch less, or one part after the other",
                            comparators, (1U << largest_watch_mask) / 1024));
}

}  // namespace jig::dap
