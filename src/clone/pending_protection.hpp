// SPDX-License-Identifier: Apache-2.0
// Read-out protection that is in force, or will be once the option bytes are loaded: how it is told apart, and how it
// is lifted. Lifting it where it is in force erases the flash; callers have asked for that, or hold the content.
#pragma once

#include "base/result.hpp"
#include "clone/board.hpp"
#include "clone/identify.hpp"

namespace jig::clone {

// The stored option bytes protect the chip at the next power-on, though it can be read now.
[[nodiscard]] bool protection_is_pending(const Identity& identity);
[[nodiscard]] Error pending_protection_error(const Identity& identity);

// Makes the chip ready for code in its SRAM and for its flash controller, as reset_and_halt() does, but without the
// reset that would load a pending protection: the core halts, the HSI that the controller programs by is on, DMA and
// the window watchdog stand still because their clocks are off. The next reset undoes all of it. Errors: the link's.
[[nodiscard]] Result<void> halt_without_reset(Board& board);

// Writes RDP = 0xA5, keeping the other option bytes, and resets. Whether the chip can be read now; over SWD some chips
// need their power taken off first. Errors: protection, timeout, the link's.
[[nodiscard]] Result<bool> lift_protection(Board& board, const Identity& identity);

// The same after a run of ours was interrupted between erasing and writing the option bytes; who the chip is then.
// Errors: protection (a power cycle is needed first; the text says so), the link's.
[[nodiscard]] Result<Identity> lift_after_interruption(Board& board, const Identity& identity);

}  // namespace jig::clone
