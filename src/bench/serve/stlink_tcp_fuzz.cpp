// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation in the stlink-server protocol.
#include "bench/serve/stlink_tcp.hpp"
#include "bench/testing/feed_in_pieces.hpp"
#include "bench/testing/small_bench.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const jig::bench::testing::SmallBench bench;
    jig::bench::StlinkTcp protocol(bench.all());
    jig::bench::testing::feed_in_pieces(protocol, data, size);
    return 0;
}
