// SPDX-License-Identifier: Apache-2.0
// A job's report, for a person and as the JSON that docs/formats/json.md promises.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "clone/report.hpp"

namespace jig::app {

[[nodiscard]] std::string report_text(const clone::Report& report);
[[nodiscard]] Json report_json(const clone::Report& report);

}  // namespace jig::app
