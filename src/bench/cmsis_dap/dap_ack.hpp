// SPDX-License-Identifier: Apache-2.0
// The bits of a Transfer Response. CMSIS-DAP 2.1.2, DAP_Transfer.
#pragma once

#include <cstdint>

namespace jig::bench::dap_ack {

inline constexpr std::uint8_t ok = 1;  // over JTAG also FAULT
inline constexpr std::uint8_t wait = 2;
inline constexpr std::uint8_t fault = 4;
inline constexpr std::uint8_t protocol_error = 8;  // wrong parity of what was read
inline constexpr std::uint8_t mismatch = 0x10;

}  // namespace jig::bench::dap_ack
