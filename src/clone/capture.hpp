// SPDX-License-Identifier: Apache-2.0
// Takes a board whole, or says what could not be read and why. The board is left as it was found, running if it ran.
#pragma once

#include <cstdint>

#include "base/progress.hpp"
#include "base/result.hpp"
#include "clone/identify.hpp"
#include "dap/target.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Reads everything of the board behind `target`: flash twice and compared, what lies beyond F_SIZE, option bytes, UID,
// backup registers, pin levels, crystals, a digest of system memory. Clocks that must be on for a read are put back.
// Errors: protection (the chip is read-protected), refused (not an STM32F103), and whatever reading meets.
[[nodiscard]] Result<image::BoardArchive> capture(dap::Target& target, Progress& progress);

}  // namespace jig::clone
