// SPDX-License-Identifier: Apache-2.0
// A served board's USART1 on a pty: what the board sends is read there, what is written there it receives at the rate
// that the client has set.
#pragma once

#include <stop_token>

#include "bench/serve/served_board.hpp"

namespace jig::bench {

// Returns when `stop` is requested. What nobody reads is lost, as on a cable that is not plugged in.
void bridge_uart(int pty_master, ServedBoard& board, const std::stop_token& stop);

}  // namespace jig::bench
