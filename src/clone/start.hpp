// SPDX-License-Identifier: Apache-2.0
// Resets a board, lets it run as if no debugger were there, and watches whether it starts.
#pragma once

#include "base/result.hpp"
#include "clone/report.hpp"
#include "dap/target.hpp"

namespace jig::clone {

// Looks a few times over a few hundred milliseconds: not halted, not locked up, not in a fault handler, PC in flash,
// system memory or SRAM. The board is left running. A board that does not start is an answer. Errors: the link's.
[[nodiscard]] Result<StartWatch> reset_and_watch(dap::Target& target);

}  // namespace jig::clone
