// SPDX-License-Identifier: Apache-2.0
// The top of a report: what the verdict is, what to do, where to look, and which two boards it is about.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/page.hpp"

namespace jig::inspect {

[[nodiscard]] Html banner(const Report& report);
// Identity, option bytes, backup registers, pins and crystals that are not the same; empty without a copy.
[[nodiscard]] Html beside_the_flash(const Report& report);
[[nodiscard]] Html boards(const Report& report);

}  // namespace jig::inspect
