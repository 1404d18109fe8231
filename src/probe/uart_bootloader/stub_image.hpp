// SPDX-License-Identifier: Apache-2.0
// Our stub (firmware/stub) as it is sent to a chip.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace jig::probe::uart_bootloader {

// AN2606: the SRAM below is the ROM's. Here lies the vector table that Go takes.
inline constexpr std::uint32_t stub_address = 0x20000200;
// Bytes of SRAM that it needs; what a chip has besides can become window.
inline constexpr std::uint32_t stub_sram_bytes = 20 * 1024;
inline constexpr std::uint32_t least_window_bytes = 8 * 1024;

// The stub with its settings filled in: how much it may use as window (a power of two), and USART_BRR of its 64 MHz for
// the host's rate.
[[nodiscard]] Bytes stub_image(std::uint32_t window_bytes, std::uint32_t brr);

}  // namespace jig::probe::uart_bootloader
