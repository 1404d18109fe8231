// SPDX-License-Identifier: Apache-2.0
// All that a firmware finds when it starts: the chip with its identity, what its memories hold, and what is soldered
// around it. Made from an archive, and from the description of the board where there is one.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "board/description.hpp"
#include "image/archive.hpp"

namespace jig::inspect {

struct World {
    board::BoardDescription board;  // the chip's identity in board.chip, pins, lamps, crystals
    Bytes flash;                    // board.chip.flash_bytes, erased where the archive has nothing
    std::array<std::uint8_t, 16> option_bytes{};
    std::map<unsigned, std::uint16_t> backup;
};

// What the archive knows goes before what the description says, for the archive was read from the board itself; pins
// and lamps come from the description. Without one the board is the part alone, with the pin levels of the archive.
// Errors: bad_file (a part that is not known, an image outside the flash or larger than 1 MB).
[[nodiscard]] Result<World> world_of(const image::BoardArchive& archive,
                                     const board::BoardDescription* described = nullptr);

}  // namespace jig::inspect
