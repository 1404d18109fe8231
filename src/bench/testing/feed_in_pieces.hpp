// SPDX-License-Identifier: Apache-2.0
// A fuzzer's input as a conversation: its first byte says in pieces of how many bytes the rest arrives.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "bench/remote_bitbang/byte_protocol.hpp"

namespace jig::bench::testing {

inline void feed_in_pieces(ByteProtocol& protocol, const std::uint8_t* data, std::size_t size) {
    if (size == 0) return;
    const std::size_t piece = 1 + data[0] % 64;
    Bytes out;
    for (std::size_t at = 1; at < size; at += piece) {
        out.clear();
        if (!protocol.receive(ByteView(data + at, std::min(piece, size - at)), out)) return;
    }
}

}  // namespace jig::bench::testing
