// SPDX-License-Identifier: Apache-2.0
// Places in an image where the range of a checksum is likely to begin or end: vector tables, pages, the edges of what
// is not erased.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "inspect/checksum/positions.hpp"

namespace jig::inspect {

// Offsets, ascending, all but used_end multiples of 4.
struct Landmarks {
    std::vector<std::uint32_t> vector_tables;
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> ends;
    std::size_t used_end = 0;  // behind the last byte that is not erased; 0 for a blank image
};

// More stretches between erased runs than firmware has; the first ones count.
inline constexpr std::size_t most_stretches = 256;

// `base` is the address of the first byte. A vector table begins on 512 bytes (RM0008 has VTOR from bit 9 up) with a
// stack pointer in SRAM and three handlers in flash.
[[nodiscard]] Landmarks find_landmarks(ByteView image, std::uint32_t base, std::uint32_t page_bytes);
// Behind the last byte that is not erased.
[[nodiscard]] std::size_t used_end(ByteView image);

// A range from one of the image's starts, and where its value lies: as linkers and programs that fill in checksums have
// it. `start` to `end` is never shorter than shortest_range.
struct CanonicalPlace {
    Extent range;
    std::size_t stored_at = 0;
    friend constexpr auto operator<=>(const CanonicalPlace&, const CanonicalPlace&) = default;
};

// From the image's first byte and its first vector tables; the value in the last word of the image or the last one in
// use, and the range up to it or up to the erased gap before it.
[[nodiscard]] std::vector<CanonicalPlace> canonical_places(ByteView image, const Landmarks& landmarks,
                                                           std::size_t value_bytes);
// Where such ranges begin: few, since every further one makes chance agreements likelier.
[[nodiscard]] std::vector<std::uint32_t> canonical_starts(ByteView image, const Landmarks& landmarks);

}  // namespace jig::inspect
