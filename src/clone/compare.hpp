// SPDX-License-Identifier: Apache-2.0
// Two memories side by side: pure.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "clone/report.hpp"

namespace jig::clone {

// A report with more runs than this says nothing more; the last one then reaches to the last difference.
inline constexpr std::size_t most_differences = 64;

// Runs of bytes that differ, `base` being the address of the first byte; runs with less than four equal bytes between
// them are one. Bytes inside `except` are not compared. Both have the same size.
[[nodiscard]] std::vector<Difference> differences(std::uint32_t base, ByteView wanted, ByteView found,
                                                  const std::vector<AddressRange>& except = {});

// 32-bit words that differ; both have the same size.
[[nodiscard]] std::size_t count_different_words(ByteView first, ByteView second);

}  // namespace jig::clone
