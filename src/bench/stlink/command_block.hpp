// SPDX-License-Identifier: Apache-2.0
// The 16-byte block that starts every command of an ST-Link V2 or V3, padded with zeros.
#pragma once

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace jig::bench {

struct CommandBlock {
    static constexpr std::size_t size_bytes = 16;
    std::array<std::uint8_t, size_bytes> bytes{};

    CommandBlock() = default;
    // Shorter blocks count as padded, longer ones as cut.
    explicit CommandBlock(ByteView from) {
        std::copy_n(from.begin(), std::min(from.size(), size_bytes), bytes.begin());
    }
    [[nodiscard]] std::uint8_t byte(std::size_t index) const { return bytes[index]; }
    [[nodiscard]] std::uint16_t le16(std::size_t index) const { return load_le16(ByteView(bytes).subspan(index)); }
    [[nodiscard]] std::uint32_t le32(std::size_t index) const { return load_le32(ByteView(bytes).subspan(index)); }
};

}  // namespace jig::bench
