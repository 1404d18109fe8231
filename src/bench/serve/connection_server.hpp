// SPDX-License-Identifier: Apache-2.0
// The thin I/O around a ByteProtocol: moves bytes between clients and the protocol until told to stop.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "bench/os/listener.hpp"
#include "bench/remote_bitbang/byte_protocol.hpp"

namespace jig::bench {

using MakeProtocol = std::function<std::unique_ptr<ByteProtocol>()>;

// Gives each client of a listening socket a thread and a protocol of its own; those beyond `most_clients` wait in the
// backlog. Returns when `stop` is requested and all clients are let go.
void serve_connections(const Listener& listener, const MakeProtocol& make_protocol, std::size_t most_clients,
                       const std::stop_token& stop);
// One open stream that does not block: a connected socket, or a pty's master side. Returns when the peer closes, says
// goodbye or reads nothing, or when `stop` is requested.
void serve_stream(int fd, ByteProtocol& protocol, const std::stop_token& stop);

}  // namespace jig::bench
