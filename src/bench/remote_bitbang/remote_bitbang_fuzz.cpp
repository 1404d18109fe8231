// SPDX-License-Identifier: Apache-2.0
// Any bytes as a remote_bitbang session: JTAG and SWD with every packet and scan they can spell.
#include <cstddef>
#include <cstdint>

#include "bench/remote_bitbang/remote_bitbang.hpp"
#include "bench/swd/testing/desk_board.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    jig::bench::testing::DeskBoard board;
    jig::bench::RemoteBitbang bitbang(board.wire, board);
    jig::Bytes out;
    bitbang.receive(jig::ByteView(data, size), out);
    // Every answer is one character for one that asked.
    if (out.size() > size) __builtin_trap();
    return 0;
}
