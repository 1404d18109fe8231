// SPDX-License-Identifier: Apache-2.0
// TCP connections to servers such as stlink-server.
#pragma once

#include <memory>
#include <string>

#include "port/ports.hpp"

namespace jig::port {

// Tries every address the name has until one answers. `clock` must outlive the stream. Errors: no_probe (unknown host,
// nobody listens), timeout. Looking the name up is the system's and has the system's time limit.
[[nodiscard]] Result<std::unique_ptr<TcpStream>> connect_tcp_linux(Clock& clock, const std::string& host,
                                                                   std::uint16_t port, Duration timeout);

}  // namespace jig::port
