// SPDX-License-Identifier: Apache-2.0
// Whether a known checksum of the golden image holds in a copy, and if not, which bytes are to blame.
#pragma once

#include <cstdint>
#include <vector>

#include "inspect/checksum/place.hpp"

namespace jig::inspect {

struct ChecksumState {
    bool is_whole = false;  // the image contains the range and the field
    bool holds = false;
    std::uint32_t computed = 0;
    std::uint32_t stored = 0;
};

// Of an image that was read from `base`. A state that is not whole says nothing else.
[[nodiscard]] ChecksumState check_checksum(ByteView image, std::uint32_t base, const ChecksumPlace& place);

// A run of bytes, in the range or in the field, that the copy has not as the golden image has them.
struct ChecksumDifference {
    AddressRange bytes;
    bool is_missing = false;  // the copy ends before them
    bool is_in_field = false;
    // With the golden bytes here alone, the checksum would hold. Not tried for missing bytes.
    bool is_the_cause = false;
};

struct ChecksumComparison {
    ChecksumState golden;
    ChecksumState copy;
    std::vector<ChecksumDifference> differences;  // the first most_differences, in order

    // The golden image has the checksum and the copy has not.
    [[nodiscard]] bool is_broken() const { return golden.holds && !copy.holds; }
};

// Trying one costs a checksum of the whole range.
inline constexpr std::size_t most_differences = 64;
// Differences with fewer equal bytes between them are one.
inline constexpr std::size_t shortest_gap = 4;

[[nodiscard]] ChecksumComparison compare_checksum(ByteView golden, ByteView copy, std::uint32_t base,
                                                  const ChecksumPlace& place);

}  // namespace jig::inspect
