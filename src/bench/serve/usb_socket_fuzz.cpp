// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation on a probe's USB socket.
#include "bench/serve/usb_socket.hpp"
#include "bench/testing/feed_in_pieces.hpp"
#include "bench/testing/small_bench.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const jig::bench::testing::SmallBench bench;
    jig::bench::UsbSocket protocol(*bench.served[0]);
    jig::bench::testing::feed_in_pieces(protocol, data, size);
    return 0;
}
