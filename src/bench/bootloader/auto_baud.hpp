// SPDX-License-Identifier: Apache-2.0
// How the ROM bootloader finds a host's baud rate: it measures how long RX stays high after the first rising edge that
// follows a falling one. Of a frame 0x7F that is seven bits, and it takes every frame for one.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/time.hpp"

namespace jig::bench {

class AutoBaud {
 public:
    // A measurement, and when it was complete.
    struct Pulse {
        machine::Picoseconds length;
        machine::Picoseconds end;
    };

    // A frame that starts on the line. Nothing: it ended high, and the pulse lasts until the next frame begins.
    std::optional<Pulse> hear(std::uint8_t byte, machine::Picoseconds start, machine::Picoseconds bit);

 private:
    std::optional<machine::Picoseconds> high_since_;
};

// The value for USART_BRR: SysTick counts the ROM's 24 MHz in 0x80001 steps around, the ROM divides by seven and keeps
// sixteen bits.
[[nodiscard]] std::uint16_t baud_register_of(machine::Picoseconds pulse);

// RM0008 27.3.4: a bit lasts USART_BRR periods of the clock.
[[nodiscard]] machine::Picoseconds rom_bit_time(std::uint32_t baud_register);

}  // namespace jig::bench
