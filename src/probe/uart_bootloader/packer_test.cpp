// SPDX-License-Identifier: Apache-2.0
// Blocks unpacked again as the stub does it: from what went before, no further back than its window.
#include "probe/uart_bootloader/packer.hpp"

#include <gtest/gtest.h>
#include <lz4.h>

#include <algorithm>

#include "base/random.hpp"

namespace jig::probe::uart_bootloader {
namespace {

constexpr std::size_t window = 4096, block = 1024;

Bytes noise(std::size_t size, std::uint64_t seed) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

Bytes unpacked(const Packer::Block& packed, const Bytes& before) {
    if (!packed.packed) return packed.bytes;
    const std::size_t reach = std::min(before.size(), window - block);
    const auto chars = [](const std::uint8_t* bytes) { return reinterpret_cast<const char*>(bytes); };
    Bytes plain(block);
    const int size = LZ4_decompress_safe_usingDict(
        chars(packed.bytes.data()), reinterpret_cast<char*>(plain.data()), static_cast<int>(packed.bytes.size()), block,
        chars(before.data() + before.size() - reach), static_cast<int>(reach));
    EXPECT_EQ(size, static_cast<int>(block));
    return plain;
}

TEST(Packer, refers_to_what_the_window_still_holds) {
    Packer packer(window);
    Bytes before;
    const auto pack = [&](const Bytes& plain) {
        const Packer::Block packed = packer.pack(plain);
        EXPECT_TRUE(unpacked(packed, before) == plain);
        before.insert(before.end(), plain.begin(), plain.end());
        return packed;
    };
    EXPECT_FALSE(pack(noise(block, 1)).packed) << "noise does not get shorter";
    EXPECT_LT(pack(noise(block, 1)).bytes.size(), 20U) << "but the second time it is known";
    for (std::uint64_t seed = 2; seed < 5; ++seed) pack(noise(block, seed));
    EXPECT_FALSE(pack(noise(block, 1)).packed) << "it has left the window";
    packer.forget();
    EXPECT_FALSE(packer.pack(noise(block, 4)).packed);
}

}  // namespace
}  // namespace jig::probe::uart_bootloader
