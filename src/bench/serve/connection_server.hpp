// SPDX-License-Identifier: Apache-2.0
// Accepts clients on one listening socket and gives each a thread and a protocol of its own, until told to stop.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "bench/os/listener.hpp"
#include "bench/remote_bitbang/byte_protocol.hpp"

namespace jig::bench {

using MakeProtocol = std::function<std::unique_ptr<ByteProtocol>()>;

// Returns when `stop` is requested and all clients are let go.
void serve_connections(const Listener& listener, const MakeProtocol& make_protocol, const std::stop_token& stop);

}  // namespace jig::bench
