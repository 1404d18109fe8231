// SPDX-License-Identifier: Apache-2.0
// The thin I/O around a ByteProtocol: moves bytes between a file descriptor and the protocol until told to stop. The
// board's mutex is held while the protocol works, never while waiting.
#pragma once

#include <mutex>
#include <stop_token>

#include "bench/remote_bitbang/byte_protocol.hpp"

namespace jig::bench {

// Accepts one client after another on a listening stream socket; a second one waits for the first to leave.
void serve_listener(int listen_fd, ByteProtocol& protocol, std::mutex& board, const std::stop_token& stop);
// One open stream: a connected socket or a pty's master side. Returns when the peer closes or says goodbye.
void serve_stream(int fd, ByteProtocol& protocol, std::mutex& board, const std::stop_token& stop);

}  // namespace jig::bench
