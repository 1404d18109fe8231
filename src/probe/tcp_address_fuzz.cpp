// SPDX-License-Identifier: Apache-2.0
// Any text behind "stlink-tcp:": what is accepted means the same when written out and read again.
#include <fmt/format.h>

#include <cstdlib>

#include "probe/tcp_address.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto address = jig::probe::parse_tcp_address(text);
    if (!address) return 0;
    std::string again = fmt::format("[{}]:{}", address->host, address->port);
    if (address->number) again += fmt::format("/{}", *address->number);
    const auto parsed = jig::probe::parse_tcp_address(again);
    if (!parsed || *parsed != *address) std::abort();
    return 0;
}
