// SPDX-License-Identifier: Apache-2.0
// One program or erase operation under way in a bank of the flash.
#pragma once

#include <cstdint>

#include "machine/time.hpp"

namespace jig::machine {

// No time ever reached: an operation that waits for the HSI, an appointment not made.
inline constexpr Picoseconds never = Picoseconds::max();

struct FlashOperation {
    enum class Kind : std::uint8_t { none, program, erase_page, erase_bank, program_option, erase_options, lift_rdp };

    Kind kind = Kind::none;
    std::uint32_t offset = 0;  // in main flash, or in the option bytes
    std::uint16_t value = 0;   // half-word to program
    Picoseconds end{0};        // `never` while the HSI is off
    Picoseconds left{0};       // what is left of it while the HSI is off
    bool cut = false;          // power fails when half of it is done
    Picoseconds cut_ahead{0};  // that long before the end
    bool applied = false;      // the contents have changed already; only the status is still to come

    [[nodiscard]] bool under_way() const { return kind != Kind::none; }
    [[nodiscard]] Picoseconds next_event() const {
        if (!under_way() || end == never) return never;
        return cut ? end - cut_ahead : end;
    }
};

}  // namespace jig::machine
