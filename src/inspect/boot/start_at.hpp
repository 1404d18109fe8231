// SPDX-License-Identifier: Apache-2.0
// Starts a board at a vector table of its flash, as a bootloader that stands before it would.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "board/board.hpp"

namespace jig::inspect {

// Waits for the end of the reset, sets VTOR, SP and PC through the debug registers, and lets go of the core. Errors:
// usage (no vector table can be there).
Result<void> start_at(board::Board& board, std::uint32_t vector_table);

}  // namespace jig::inspect
