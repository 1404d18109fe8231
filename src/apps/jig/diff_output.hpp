// SPDX-License-Identifier: Apache-2.0
// A comparison of archives for a person, at most 100 columns wide, and for a program.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "inspect/diff/comparison.hpp"

namespace jig::app {

[[nodiscard]] std::string diff_text(const inspect::Comparison& comparison);
[[nodiscard]] Json diff_json(const inspect::Comparison& comparison);

}  // namespace jig::app
