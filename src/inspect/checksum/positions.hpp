// SPDX-License-Identifier: Apache-2.0
// Where a range may begin or end. Inside a run of one byte, erased flash above all, every place is as good as the next:
// CRC-32 of FF FF FF FF is FF FF FF FF, and ranges there agree by the million and mean nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.hpp"

namespace jig::inspect {

// Shorter runs occur in live data, and are too short to flood a search.
inline constexpr std::size_t shortest_constant_run = 16;
// Shorter ranges are fields rather than images, and there are too many of them.
inline constexpr std::size_t shortest_range = 16;

// Offsets, `end` excluded.
struct Extent {
    std::size_t start = 0;
    std::size_t end = 0;
    friend constexpr auto operator<=>(const Extent&, const Extent&) = default;
};

[[nodiscard]] constexpr std::size_t round_up(std::size_t offset, std::size_t multiple) {
    return (offset + multiple - 1) / multiple * multiple;
}

// Runs of one byte value, at least shortest_constant_run long, in order.
[[nodiscard]] std::vector<Extent> constant_runs(ByteView image);
// For each multiple of `step` up to the image's size, whether a range may begin or end there: everywhere but inside a
// constant run; its ends, and the words that they fall in, are allowed.
[[nodiscard]] std::vector<bool> allowed_positions(ByteView image, std::size_t step);

}  // namespace jig::inspect
