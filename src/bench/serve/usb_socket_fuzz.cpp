// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation on a probe's USB socket, in pieces as the first byte says.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "bench/serve/usb_socket.hpp"
#include "bench/testing/small_bench.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const jig::bench::testing::SmallBench bench;
    if (size == 0) return 0;
    jig::bench::UsbSocket protocol(*bench.served[0]);
    protocol.connected();
    const std::size_t piece = 1 + data[0] % 64;
    jig::Bytes out;
    for (std::size_t at = 1; at < size; at += piece) {
        out.clear();
        if (!protocol.receive(jig::ByteView(data + at, std::min(piece, size - at)), out)) return 0;
    }
    return 0;
}
