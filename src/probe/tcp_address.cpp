// SPDX-License-Identifier: Apache-2.0
#include "probe/tcp_address.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"

namespace jig::probe {
namespace {

std::unexpected<Error> wrong(std::string_view text) {
    return fail(ErrorKind::usage, fmt::format("'{}' is not the address of a server; write HOST:PORT or HOST:PORT/N, "
                                              "for example 127.0.0.1:7184/0",
                                              text));
}

std::string_view without_brackets(std::string_view host) {
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') return host.substr(1, host.size() - 2);
    return host;
}

}  // namespace

Result<TcpAddress> parse_tcp_address(std::string_view text) {
    const std::string_view whole = text;
    TcpAddress address;
    if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
        const Result<std::uint32_t> number = parse_number(text.substr(slash + 1));
        if (!number) return wrong(whole);
        address.number = *number;
        text = text.substr(0, slash);
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong(whole);
    const Result<std::uint32_t> port = parse_number(text.substr(colon + 1));
    if (!port || *port == 0 || *port > 0xFFFF) return wrong(whole);
    address.port = static_cast<std::uint16_t>(*port);
    address.host = without_brackets(text.substr(0, colon));
    if (address.host.empty()) return wrong(whole);
    return address;
}

}  // namespace jig::probe
