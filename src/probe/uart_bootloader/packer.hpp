// SPDX-License-Identifier: Apache-2.0
// Blocks for the stub, packed as LZ4: each may refer to what went before it, as far back as the stub's window holds it.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace jig::probe::uart_bootloader {

class Packer {
 public:
    explicit Packer(std::size_t window_bytes) : window_bytes_(window_bytes) {}

    struct Block {
        bool packed = false;  // else the bytes are as they were: they do not get shorter
        Bytes bytes{};
    };
    // Of at most half the window. The stub must get the blocks in this order, each once.
    [[nodiscard]] Block pack(ByteView plain);
    // What went before is not referred to any more.
    void forget() { history_.clear(); }

 private:
    std::size_t window_bytes_;
    Bytes history_;
};

}  // namespace jig::probe::uart_bootloader
