// SPDX-License-Identifier: Apache-2.0
// Images that look like firmware to a search: a vector table, code-like half-words, strings, tables, an erased tail.
// In the header, because benchmarks use it too.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"

namespace jig::inspect::testing {

inline constexpr std::uint32_t image_base = 0x08000000;

inline constexpr std::size_t vector_table_bytes = 0x130;

// Half-words that compilers like: loads, stores, moves, branches, with few operands.
inline void add_code(Bytes& image, std::size_t end, Random& random) {
    constexpr auto opcodes = std::to_array<std::uint16_t>(
        {0x4600, 0x6800, 0x6000, 0x2000, 0x3000, 0xb500, 0xbd00, 0x4770, 0xd000, 0xe000, 0x4800, 0xf000, 0xf800});
    while (image.size() < end) {
        const std::uint16_t opcode = opcodes[random.below(opcodes.size())];
        const std::uint32_t half = opcode | (random.below(64) & random.below(256));
        image.push_back(static_cast<std::uint8_t>(half));
        image.push_back(static_cast<std::uint8_t>(half >> 8));
    }
}

inline void add_strings(Bytes& image, std::size_t end, Random& random) {
    constexpr auto words =
        std::to_array<std::string_view>({"error ", "motor ", "timeout", "%d\r\n", "OK", "sensor ", "lost "});
    while (image.size() < end) {
        const std::string_view text = words[random.below(words.size())];
        image.insert(image.end(), text.begin(), text.end());
        if (random.chance(0.3)) image.push_back(0);
    }
}

inline void add_table(Bytes& image, std::size_t end, Random& random) {
    std::uint32_t value = random.below(4096);
    while (image.size() < end) {
        value += random.below(32);
        for (unsigned i = 0; i < 4; ++i) image.push_back(static_cast<std::uint8_t>(value >> 8 * i));
        if (random.chance(0.02)) image.insert(image.end(), 8 + random.below(40), 0);
    }
}

[[nodiscard]] inline Bytes random_bytes(std::size_t size, std::uint64_t seed) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

// Sets `value` into `bytes` bytes at `offset`.
inline void store_field(Bytes& image, std::size_t offset, std::size_t bytes, std::uint32_t value, bool big = false) {
    for (std::size_t i = 0; i < bytes; ++i) {
        image[offset + (big ? bytes - 1 - i : i)] = static_cast<std::uint8_t>(value >> 8 * i);
    }
}

// `used` of `size` bytes are not erased. Both at least 1 KB, multiples of 4.
[[nodiscard]] inline Bytes firmware_like(std::size_t size, std::size_t used, std::uint64_t seed) {
    Random random(seed);
    Bytes image(vector_table_bytes);
    store_field(image, 0, 4, 0x20000000 + 4 * (0x1000 + random.below(0x1000)));
    for (std::size_t i = 4; i < vector_table_bytes; i += 4) {
        const bool is_reserved = (i >= 0x1c && i < 0x2c) || i == 0x34;
        if (!is_reserved) store_field(image, i, 4, image_base + 0x131 + 2 * random.below(200));
    }
    while (image.size() < used) {
        const std::size_t end = std::min(used, image.size() + 256 + random.below(4096));
        switch (random.below(6)) {
            case 0: add_strings(image, end, random); break;
            case 1: add_table(image, end, random); break;
            default: add_code(image, end, random);
        }
    }
    image.resize(used);
    image.back() |= 1;
    image.back() &= 0x7f;  // the last byte counts as used
    image.resize(size, 0xff);
    return image;
}

}  // namespace jig::inspect::testing
