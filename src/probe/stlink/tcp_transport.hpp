// SPDX-License-Identifier: Apache-2.0
// An ST-Link behind ST's stlink-server: the same commands in frames on a TCP stream.
#pragma once

#include <memory>
#include <vector>

#include "port/ports.hpp"
#include "probe/stlink/transport.hpp"
#include "wire/stlink/tcp_frames.hpp"

namespace jig::probe::stlink {

// A conversation with a server, before one of its probes is chosen.
class TcpServer {
 public:
    // Errors: no_probe (nobody listens), link (it is not an stlink-server), timeout.
    static Result<TcpServer> connect(port::Ports& ports, const std::string& host, std::uint16_t port);
    // Every probe the server has, in its order. Errors: link, timeout.
    Result<std::vector<wire::stlink::TcpDevice>> list();
    // The conversation goes on inside the transport. Errors: link (the server refuses), timeout.
    Result<std::unique_ptr<Transport>> open(const wire::stlink::TcpDevice& device) &&;

 private:
    TcpServer(std::unique_ptr<port::TcpStream> stream, std::uint32_t api);
    Result<Bytes> ask(ByteView request, std::size_t answer_bytes);

    std::unique_ptr<port::TcpStream> stream_;
    std::uint32_t api_;
};

}  // namespace jig::probe::stlink
