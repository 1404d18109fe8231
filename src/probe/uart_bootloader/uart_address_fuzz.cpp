// SPDX-License-Identifier: Apache-2.0
// Any text behind "uart:": what is taken has a path and a rate.
#include <cstdlib>

#include "probe/uart_bootloader/uart_address.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto address = jig::probe::uart_bootloader::parse_uart_address(text);
    if (address && (address->path.empty() || address->baud < 1200 || address->baud > 1'000'000)) std::abort();
    return 0;
}
