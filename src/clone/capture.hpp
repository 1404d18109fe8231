// SPDX-License-Identifier: Apache-2.0
// Takes a board whole, or says what could not be read and why. The board is left as it was found, running if it ran.
#pragma once

#include "base/progress.hpp"
#include "base/result.hpp"
#include "clone/board.hpp"
#include "clone/identify.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Reads everything of the board behind `target`: flash twice and compared, what lies beyond F_SIZE, option bytes, UID,
// backup registers, pin levels, crystals, a digest of system memory. What is worth knowing (flash beyond F_SIZE, words
// that read differently) is said through progress.note(). The caller fills in how_read's time and version.
// Errors: protection (the chip is read-protected), refused (not an STM32F103), and whatever reading meets.
[[nodiscard]] Result<image::BoardArchive> capture(Board& board, Progress& progress);

// What identify() and the flash bytes say, as an archive; the rest of it is empty. Errors: internal (more than an
// archive holds).
[[nodiscard]] Result<image::BoardArchive> archive_of(Board& board, const Identity& identity, ByteView flash);

// The error of a read-protected chip: what it means and what to do.
[[nodiscard]] Error read_protected_error(const Identity& identity);

}  // namespace jig::clone
