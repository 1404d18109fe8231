// SPDX-License-Identifier: Apache-2.0
// Option bytes for a person and for a program: raw, and field by field.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "chip/option_bytes.hpp"
#include "chip/part.hpp"
#include "clone/identify.hpp"

namespace jig::app {

[[nodiscard]] std::string option_bytes_text(const chip::OptionBytes& bytes, const chip::Part& part);
[[nodiscard]] Json option_bytes_json(const chip::OptionBytes& bytes, const chip::Part& part);
// The part that option bytes are explained for: the likeliest, or any of the density, whose option bytes are alike.
[[nodiscard]] const chip::Part& part_for_options(const clone::Identity& identity);

}  // namespace jig::app
