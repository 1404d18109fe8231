// SPDX-License-Identifier: Apache-2.0
// A frame on a serial line as levels in time: start bit, eight data bits from the lowest, even parity, stop bit; the
// line is high before and after it.
#pragma once

#include <cstdint>

#include "machine/time.hpp"

namespace jig::bench {

inline constexpr int frame_bits = 11;

// The level of bit `number` of the frame of `byte`: 0 is the start bit, 10 the stop bit and all that follows it.
[[nodiscard]] bool frame_level(std::uint8_t byte, int number);

// What a receiver makes of a frame whose sender's bits last longer or shorter than its own: it samples the middle of
// each of its data bits. A frame is heard as one byte, whatever the rates; parity and framing errors tell nobody.
[[nodiscard]] std::uint8_t heard_as(std::uint8_t byte, machine::Picoseconds sender_bit,
                                    machine::Picoseconds receiver_bit);

}  // namespace jig::bench
