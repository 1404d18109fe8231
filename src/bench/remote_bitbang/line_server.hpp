// SPDX-License-Identifier: Apache-2.0
// The thin I/O around a ByteProtocol: moves bytes between a file descriptor and the protocol until told to stop. The
// protocol works only inside a turn on the board, and never waits there.
#pragma once

#include <functional>
#include <stop_token>

#include "bench/remote_bitbang/byte_protocol.hpp"

namespace jig::bench {

// Runs its argument once, while nobody else uses the board, at the board's right time.
using BoardTurn = std::function<void(const std::function<void()>& work)>;

// Accepts one client after another on a listening stream socket; a second one waits for the first to leave.
void serve_listener(int listen_fd, ByteProtocol& protocol, const BoardTurn& turn, const std::stop_token& stop);
// One open stream: a connected socket or a pty's master side. Returns when the peer closes or says goodbye.
void serve_stream(int fd, ByteProtocol& protocol, const BoardTurn& turn, const std::stop_token& stop);

}  // namespace jig::bench
