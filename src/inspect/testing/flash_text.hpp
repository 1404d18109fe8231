// SPDX-License-Identifier: Apache-2.0
// Flash for tests: erased, with bytes put where a test wants them, and pseudo-random bytes that look like none of what
// is searched for.
#pragma once

#include <algorithm>

#include "base/random.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

class TestFlash {
 public:
    explicit TestFlash(std::size_t size) : bytes_(size, image::erased_byte) {}

    TestFlash& put(std::uint32_t address, ByteView bytes) {
        std::ranges::copy(bytes, bytes_.begin() + (address - chip::flash_base));
        return *this;
    }
    TestFlash& words(std::uint32_t address, std::initializer_list<std::uint32_t> words) {
        for (const std::uint32_t word : words) {
            store_le32(MutableByteView(bytes_).subspan(address - chip::flash_base, 4), word);
            address += 4;
        }
        return *this;
    }
    TestFlash& half_words(std::uint32_t address, std::initializer_list<std::uint16_t> halves) {
        for (const std::uint16_t half : halves) {
            store_le16(MutableByteView(bytes_).subspan(address - chip::flash_base, 2), half);
            address += 2;
        }
        return *this;
    }
    TestFlash& random(std::uint32_t address, std::size_t size, std::uint64_t seed) {
        Random random(seed);
        for (std::size_t i = 0; i < size; ++i) {
            bytes_[address - chip::flash_base + i] = static_cast<std::uint8_t>(random.next());
        }
        return *this;
    }
    [[nodiscard]] FlashView view() const { return {chip::flash_base, bytes_}; }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
    Bytes bytes_;
};

}  // namespace jig::inspect
