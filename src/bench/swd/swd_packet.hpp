// SPDX-License-Identifier: Apache-2.0
// The bits of a Serial Wire Debug packet. ARM IHI 0031, "The Serial Wire Debug Port"; RM0008 31.8.2.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "bench/debug_port/debug_port.hpp"

namespace jig::bench {

// What one side does with the data line during a clock cycle.
enum class Drive : std::uint8_t { low, high, released };

[[nodiscard]] constexpr Drive drive_of(bool high) { return high ? Drive::high : Drive::low; }

namespace swd {

inline constexpr unsigned request_bits = 8;
inline constexpr unsigned ack_bits = 3;
inline constexpr unsigned data_bits = 33;             // 32 and parity
inline constexpr unsigned reset_ones = 50;            // at least, for a line reset
inline constexpr unsigned reset_idle = 2;             // low cycles at least, after them
inline constexpr std::uint16_t jtag_to_swd = 0xE79E;  // sent LSB first
inline constexpr std::uint16_t swd_to_jtag = 0xE73C;

// Even parity over the bits of `value`.
[[nodiscard]] constexpr bool parity(std::uint32_t value) { return (std::popcount(value) & 1) != 0; }

// The eight request bits, the first one (Start) lowest: Start, APnDP, RnW, A2, A3, parity, Stop, Park.
[[nodiscard]] constexpr std::uint8_t encode(const DapRequest& request) {
    const unsigned body = (request.ap ? 1u : 0u) | (request.read ? 2u : 0u) | (request.address & 0xCu);
    return static_cast<std::uint8_t>(0x81u | body << 1 | (parity(body) ? 0x20u : 0u));
}
// Nothing when Start, parity, Stop or Park are wrong: a protocol error.
[[nodiscard]] constexpr std::optional<DapRequest> decode(std::uint8_t bits) {
    const DapRequest request{(bits & 2) != 0, (bits & 4) != 0, static_cast<std::uint8_t>(bits >> 1 & 0xC)};
    if (encode(request) != bits) return std::nullopt;
    return request;
}

}  // namespace swd
}  // namespace jig::bench
