// SPDX-License-Identifier: Apache-2.0
// The words behind `jig watch --on`.
#pragma once

#include <string>
#include <vector>

#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::app {

// "uid", "options", "backup" or a range, each of them as the addresses it stands for. Errors: usage.
[[nodiscard]] Result<std::vector<AddressRange>> parse_watched(const std::vector<std::string>& words);

}  // namespace jig::app
