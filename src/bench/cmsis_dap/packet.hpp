// SPDX-License-Identifier: Apache-2.0
// A command packet as it is read and an answer as it is written, little-endian, neither of them past its end.
#pragma once

#include <algorithm>

#include "base/bytes.hpp"

namespace jig::bench {

// What a host left out reads as zeros, where a real probe's buffer holds what an earlier packet left.
class PacketReader {
 public:
    PacketReader() = default;
    explicit PacketReader(ByteView packet) : rest_(packet) {}

    std::uint8_t byte() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t half_word() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t word() { return number(4); }
    // Fewer than asked for at the end of the packet.
    ByteView take(std::size_t count) {
        const ByteView taken = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
    std::uint32_t number(unsigned bytes) {
        std::uint32_t value = 0;
        const ByteView taken = take(bytes);
        for (std::size_t i = 0; i < taken.size(); ++i) value |= std::uint32_t{taken[i]} << 8 * i;
        return value;
    }

    ByteView rest_;
};

// What does not fit into the packet is dropped.
class PacketWriter {
 public:
    explicit PacketWriter(std::size_t limit = 0) : limit_(limit) {}

    void byte(std::uint8_t value) {
        if (bytes_.size() < limit_) bytes_.push_back(value);
    }
    void half_word(std::uint16_t value) {
        byte(static_cast<std::uint8_t>(value));
        byte(static_cast<std::uint8_t>(value >> 8));
    }
    void word(std::uint32_t value) {
        half_word(static_cast<std::uint16_t>(value));
        half_word(static_cast<std::uint16_t>(value >> 16));
    }
    [[nodiscard]] std::size_t room() const { return limit_ - bytes_.size(); }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
    std::size_t limit_;
    Bytes bytes_;
};

}  // namespace jig::bench
