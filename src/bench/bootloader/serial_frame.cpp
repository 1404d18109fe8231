// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/serial_frame.hpp"

#include <bit>

namespace jig::bench {

bool frame_level(std::uint8_t byte, int number) {
    constexpr int parity = 9;
    if (number <= 0) return false;
    if (number < parity) return (byte >> (number - 1) & 1) != 0;
    return number > parity || std::popcount(byte) % 2 != 0;
}

std::uint8_t heard_as(std::uint8_t byte, machine::Picoseconds sender_bit, machine::Picoseconds receiver_bit) {
    unsigned heard = 0;
    for (int i = 0; i < 8; ++i) {
        const machine::Picoseconds middle = receiver_bit * (2 * i + 3) / 2;
        const auto bit = static_cast<int>(middle / sender_bit);
        if (frame_level(byte, bit)) heard |= 1U << i;
    }
    return static_cast<std::uint8_t>(heard);
}

}  // namespace jig::bench
