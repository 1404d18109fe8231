// SPDX-License-Identifier: Apache-2.0
// Any bytes as a conversation with a CMSIS-DAP probe over TCP.
#include "bench/serve/dap_tcp.hpp"
#include "bench/testing/feed_in_pieces.hpp"
#include "bench/testing/small_bench.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const jig::bench::testing::SmallBench bench(
        "[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"cmsis-dap-v2\"\n");
    jig::bench::DapTcp protocol(*bench.served[0], *bench.served[0]->live().dap_v2());
    bench.served[0]->live().dap_v2()->reset();
    jig::bench::testing::feed_in_pieces(protocol, data, size);
    return 0;
}
