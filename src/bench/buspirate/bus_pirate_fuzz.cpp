// SPDX-License-Identifier: Apache-2.0
// Any bytes to a Bus Pirate in raw-wire mode, with the target awake.
#include <cstddef>
#include <cstdint>

#include "bench/buspirate/bus_pirate.hpp"
#include "bench/swd/swd_host.hpp"
#include "bench/swd/testing/desk_board.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t longest_answer = 5;  // "BBIO1"
    jig::bench::testing::DeskBoard board;
    jig::bench::SwdHost(board.wire).jtag_to_swd();
    jig::bench::BusPirate pirate(board.wire, board);
    jig::Bytes out;
    pirate.receive(jig::Bytes(20, 0), out);
    pirate.receive(jig::Bytes{0x05, 0x8A}, out);
    out.clear();
    pirate.receive(jig::ByteView(data, size), out);
    if (out.size() > size * longest_answer) __builtin_trap();
    return 0;
}
