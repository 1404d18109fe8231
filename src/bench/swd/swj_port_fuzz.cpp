// SPDX-License-Identifier: Apache-2.0
// Any sequence of packets, raw bits, waits and faults on an awake port.
#include <cstddef>
#include <cstdint>

#include "bench/swd/swd_host.hpp"
#include "bench/swd/testing/desk_board.hpp"

namespace {

using namespace jig::bench;

void packet(SwdHost& host, const std::uint8_t* bytes) {
    const DapRequest request{(bytes[0] & 1) != 0, (bytes[0] & 2) != 0, static_cast<std::uint8_t>(bytes[0] & 0xC)};
    host.transfer(request, jig::load_le32({bytes + 1, 4}), (bytes[0] & 0x10) != 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    testing::DeskBoard board;
    board.bus.faulting = {0x10, 0x20000000};
    SwdHost host(board.wire);
    host.jtag_to_swd();
    host.transfer({false, true, 0});
    for (; size >= 6; data += 6, size -= 6) {
        switch (data[0] & 7) {
            case 0: board.bus.latency = std::chrono::microseconds(data[1]); break;
            case 1: host.line_reset(); break;
            case 2:
                for (unsigned i = 0; i < 32; ++i) board.wire.rising_edge(drive_of((data[1 + i / 8] >> i % 8 & 1) != 0));
                break;
            default: packet(host, data + 1); break;
        }
    }
    return 0;
}
