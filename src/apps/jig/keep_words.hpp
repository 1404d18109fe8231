// SPDX-License-Identifier: Apache-2.0
// The words behind --keep.
#pragma once

#include <string>
#include <vector>

#include "apps/jig/command.hpp"
#include "base/range.hpp"

namespace jig::app {

// Each --keep takes one word, so that what follows it is not taken for another range.
void add_keep_option(CLI::App& command, std::vector<std::string>& words, const std::string& what);
// Errors: usage (not a range), unsupported ("auto").
[[nodiscard]] Result<std::vector<AddressRange>> parse_keeps(const std::vector<std::string>& words);

}  // namespace jig::app
