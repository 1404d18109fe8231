// SPDX-License-Identifier: Apache-2.0
// A diagnosis for a person, at most 100 columns wide, and for a program.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "inspect/findings/finding.hpp"

namespace jig::app {

[[nodiscard]] std::string diagnosis_text(const inspect::Diagnosis& diagnosis);
[[nodiscard]] Json diagnosis_json(const inspect::Diagnosis& diagnosis);

}  // namespace jig::app
