// SPDX-License-Identifier: Apache-2.0
// Checksums bit by bit and word by word from their definitions, sharing no code with what they check.
#pragma once

#include <cstdint>
#include <vector>

#include "inspect/checksum/model.hpp"
#include "inspect/checksum/trailing_ranges.hpp"

namespace jig::inspect::testing {

[[nodiscard]] std::uint32_t naive_checksum(const ChecksumModel& model, ByteView bytes);
// Every range in turn, under the same rules of what counts as a range and as a value; sorted.
[[nodiscard]] std::vector<TrailingRange> naive_trailing_ranges(const ChecksumModel& model, ByteView image,
                                                               std::size_t step);

}  // namespace jig::inspect::testing
