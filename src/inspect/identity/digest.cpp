// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/digest.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace jig::inspect {
namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::size_t length_offset = 56;
using Block = std::array<std::uint8_t, block_bytes>;

Block padded(ByteView message) {
    assert(message.size() <= longest_single_block);
    Block block{};
    std::ranges::copy(message, block.begin());
    block[message.size()] = 0x80;
    return block;
}

void store_be32(MutableByteView bytes, std::uint32_t value) { store_le32(bytes, std::byteswap(value)); }

// RFC 1321 3.4: one of 64 steps with its function, the word it takes and how far it rotates.
struct Md5Step {
    std::uint32_t mixed;
    unsigned word;
    int shift;
};

Md5Step md5_step(unsigned i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    constexpr std::array<std::array<int, 4>, 4> shifts = {
        {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
    const int shift = shifts[i / 16][i % 4];
    switch (i / 16) {
        case 0: return {(b & c) | (~b & d), i, shift};
        case 1: return {(d & b) | (~d & c), (5 * i + 1) % 16, shift};
        case 2: return {b ^ c ^ d, (3 * i + 5) % 16, shift};
        default: return {c ^ (b | ~d), 7 * i % 16, shift};
    }
}

// RFC 1321 3.4: the integer part of 4294967296 times abs(sin(i)).
std::uint32_t md5_constant(unsigned i) { return static_cast<std::uint32_t>(std::fabs(std::sin(i + 1.0)) * 0x1p32); }

struct Sha1Round {
    std::uint32_t mixed;
    std::uint32_t constant;
};

Sha1Round sha1_round(unsigned t, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    if (t < 20) return {(b & c) | (~b & d), 0x5A827999};
    if (t < 40) return {b ^ c ^ d, 0x6ED9EBA1};
    if (t < 60) return {(b & c) | (b & d) | (c & d), 0x8F1BBCDC};
    return {b ^ c ^ d, 0xCA62C1D6};
}

}  // namespace

std::array<std::uint8_t, 16> md5(ByteView message) {
    Block block = padded(message);
    store_le32(MutableByteView(block).subspan(length_offset, 4), static_cast<std::uint32_t>(8 * message.size()));
    const std::array<std::uint32_t, 4> start = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
    auto [a, b, c, d] = start;
    for (unsigned i = 0; i < 64; ++i) {
        const Md5Step step = md5_step(i, b, c, d);
        const std::uint32_t sum = a + step.mixed + md5_constant(i) + load_le32(ByteView(block).subspan(4 * step.word));
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, step.shift);
    }
    std::array<std::uint8_t, 16> digest{};
    const std::array<std::uint32_t, 4> end = {a, b, c, d};
    for (std::size_t i = 0; i < end.size(); ++i) {
        store_le32(MutableByteView(digest).subspan(4 * i, 4), start[i] + end[i]);
    }
    return digest;
}

std::array<std::uint8_t, 20> sha1(ByteView message) {
    Block block = padded(message);
    store_be32(MutableByteView(block).subspan(length_offset + 4, 4), static_cast<std::uint32_t>(8 * message.size()));
    std::array<std::uint32_t, 80> words{};
    for (unsigned t = 0; t < 16; ++t) words[t] = std::byteswap(load_le32(ByteView(block).subspan(4 * t)));
    for (unsigned t = 16; t < 80; ++t) {
        words[t] = std::rotl(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
    }
    const std::array<std::uint32_t, 5> start = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    auto [a, b, c, d, e] = start;
    for (unsigned t = 0; t < 80; ++t) {
        const Sha1Round round = sha1_round(t, b, c, d);
        const std::uint32_t next = std::rotl(a, 5) + round.mixed + e + words[t] + round.constant;
        e = d;
        d = c;
        c = std::rotl(b, 30);
        b = a;
        a = next;
    }
    std::array<std::uint8_t, 20> digest{};
    const std::array<std::uint32_t, 5> end = {a, b, c, d, e};
    for (std::size_t i = 0; i < end.size(); ++i) {
        store_be32(MutableByteView(digest).subspan(4 * i, 4), start[i] + end[i]);
    }
    return digest;
}

}  // namespace jig::inspect
