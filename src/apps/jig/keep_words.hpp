// SPDX-License-Identifier: Apache-2.0
// The words behind --keep.
#pragma once

#include <string>
#include <vector>

#include "base/range.hpp"

namespace jig::app {

// Errors: usage (not a range), unsupported ("auto").
[[nodiscard]] Result<std::vector<AddressRange>> parse_keeps(const std::vector<std::string>& words);

}  // namespace jig::app
