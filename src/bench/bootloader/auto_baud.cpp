// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/auto_baud.hpp"

#include <utility>

#include "bench/bootloader/serial_frame.hpp"

namespace jig::bench {
namespace {

constexpr std::int64_t rom_clock_hz = 24'000'000;         // HSI / 2, times 6
constexpr machine::Picoseconds rom_clock_period{41'667};  // rounded as the chip rounds its clocks
constexpr std::int64_t measured_bits = 7;
constexpr std::int64_t ticks_around = 0x80001;  // STK_LOAD = 0x80000, and the step back to it

}  // namespace

std::optional<AutoBaud::Pulse> AutoBaud::hear(std::uint8_t byte, machine::Picoseconds start, machine::Picoseconds bit) {
    if (high_since_) {
        const machine::Picoseconds since = *std::exchange(high_since_, std::nullopt);
        return Pulse{start - since, start};
    }
    int rise = 1;
    while (!frame_level(byte, rise)) ++rise;
    int fall = rise;
    while (fall < frame_bits && frame_level(byte, fall)) ++fall;
    if (fall < frame_bits) return Pulse{bit * (fall - rise), start + bit * fall};
    high_since_ = start + bit * rise;
    return std::nullopt;
}

std::uint16_t baud_register_of(machine::Picoseconds pulse) {
    // Microseconds and what is left of them, so that the pulse of a long silence does not overflow.
    constexpr std::int64_t microsecond = 1'000'000;
    constexpr std::int64_t ticks_each = rom_clock_hz / microsecond;
    const std::int64_t whole = pulse.count() / microsecond * ticks_each;
    const std::int64_t rest = (pulse.count() % microsecond * ticks_each + microsecond / 2) / microsecond;
    return static_cast<std::uint16_t>((whole + rest) % ticks_around / measured_bits);
}

machine::Picoseconds rom_bit_time(std::uint32_t baud_register) {
    return rom_clock_period * std::int64_t{baud_register};
}

}  // namespace jig::bench
