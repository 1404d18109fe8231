// SPDX-License-Identifier: Apache-2.0
// "HOST:PORT" and "HOST:PORT/N", as they stand behind "stlink-tcp:".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jig::probe {

struct TcpAddress {
    std::string host;  // a name or an address; an IPv6 address stands in brackets, which are not kept
    std::uint16_t port = 0;
    std::optional<std::uint32_t> number;
    friend bool operator==(const TcpAddress&, const TcpAddress&) = default;
};

// Errors: usage.
[[nodiscard]] Result<TcpAddress> parse_tcp_address(std::string_view text);

}  // namespace jig::probe
