// SPDX-License-Identifier: Apache-2.0
// Frames on the line to our stub in the chip's SRAM: COBS, so that no byte of a frame is 0, then a 0; the last four
// bytes inside are the CRC-32 of the rest (docs/formats/ram-stub.md).
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace jig::wire::ram_stub {

// CRC-32 as zip and Ethernet have it.
[[nodiscard]] std::uint32_t crc32(ByteView bytes);

// What goes out for these bytes, the 0 at the end included.
[[nodiscard]] Bytes frame(ByteView content);

// Finds the frames in what comes in; damaged ones are left out and counted.
class Deframer {
 public:
    // The content of the next frame that ends in the bytes fed so far.
    std::optional<Bytes> next();
    void feed(ByteView bytes);
    // Forgets what has come.
    void clear();
    [[nodiscard]] unsigned damaged() const { return damaged_; }

 private:
    Bytes waiting_;
    std::size_t taken_ = 0;
    unsigned damaged_ = 0;
};

}  // namespace jig::wire::ram_stub
