// SPDX-License-Identifier: Apache-2.0
// USART1 of a board as the cable at its pins sees it: the ROM bootloader while the core is in system memory, the
// firmware while it is anywhere else.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "bench/bootloader/auto_baud.hpp"
#include "bench/bootloader/bootloader.hpp"
#include "board/board.hpp"

namespace jig::bench {

class BootUart {
 public:
    BootUart(board::Board& board, BoardTime& time);

    // What was sent before power went and not taken since is lost.
    void power_on();
    // Bytes that a host sends at this rate from now on, one after the other; what has come back when the last of them
    // is dealt with. The rate counts for the bootloader: the firmware's own is taken for the right one.
    Bytes exchange(ByteView in, unsigned baud);

 private:
    // What the ROM knows from one reset to the next.
    struct Session {
        std::uint64_t reset;  // which one: as Chip::resets() counts
        AutoBaud measuring;
        std::optional<Bootloader> loader;  // once it has measured
        machine::Picoseconds bit;          // that it has measured
    };

    void outlast_reset();
    [[nodiscard]] bool core_in_rom() const;
    [[nodiscard]] bool rom_runs();
    ByteView measure(ByteView in, machine::Picoseconds bit, RomBus& bus);
    void listen(ByteView in, machine::Picoseconds bit, RomBus& bus);

    board::Board* board_;
    BoardTime* time_;
    std::optional<RomFacts> facts_;
    std::optional<Session> session_;
};

}  // namespace jig::bench
