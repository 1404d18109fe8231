// SPDX-License-Identifier: Apache-2.0
// The bits of a Serial Wire Debug packet as a host sends them. ARM IHI 0031A 5.3.
#pragma once

#include <bit>
#include <cstdint>

namespace jig::wire::swd {

inline constexpr unsigned request_bits = 8;
inline constexpr unsigned ack_bits = 3;
inline constexpr unsigned data_bits = 32;

// What a target acknowledges with, the first bit lowest.
inline constexpr std::uint32_t ack_ok = 1;
inline constexpr std::uint32_t ack_wait = 2;
inline constexpr std::uint32_t ack_fault = 4;

// Even parity: the bit that goes behind 32 bits of data.
[[nodiscard]] constexpr std::uint32_t parity(std::uint32_t word) {
    return static_cast<std::uint32_t>(std::popcount(word)) & 1;
}

// Start, APnDP, RnW, A[2:3], parity, Stop, Park; the first one lowest.
[[nodiscard]] constexpr std::uint8_t request(bool ap, bool read, std::uint8_t address) {
    const std::uint32_t fields = (ap ? 1U : 0U) | (read ? 2U : 0U) | (address & 0xCU);
    return static_cast<std::uint8_t>(0x81U | fields << 1 | parity(fields) << 5);
}

}  // namespace jig::wire::swd
