// SPDX-License-Identifier: Apache-2.0
// A serial adapter on USART1 of a board in this process, on the board's own time. Its outputs are wired as on most
// boards that have them: DTR to nRST, RTS to BOOT0, both low while asserted.
#pragma once

#include <memory>
#include <string_view>

#include "bench/live_board.hpp"
#include "port/ports.hpp"

namespace jig::bench {

// What such a port is called on a BenchPorts.
inline constexpr std::string_view uart_port_name = "USART1";

[[nodiscard]] std::unique_ptr<port::SerialPort> open_serial_port(LiveBoard& board);

}  // namespace jig::bench
