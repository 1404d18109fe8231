// SPDX-License-Identifier: Apache-2.0
#include "flash/crc.hpp"

#include <array>
#include <cassert>

namespace jig::flash {
namespace {

constexpr std::uint32_t polynomial = 0x04C11DB7;

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t crc = byte << 24;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x80000000) != 0 ? crc << 1 ^ polynomial : crc << 1;
        table[byte] = crc;
    }
    return table;
}
constexpr std::array<std::uint32_t, 256> crc_table = make_table();

}  // namespace

std::uint32_t stm32_crc(ByteView bytes) {
    assert(bytes.size() % 4 == 0);
    std::uint32_t crc = 0xFFFFFFFF;
    for (std::size_t at = 0; at < bytes.size(); at += 4) {
        crc ^= load_le32(bytes.subspan(at));
        for (int i = 0; i < 4; ++i) crc = crc << 8 ^ crc_table[crc >> 24];
    }
    return crc;
}

}  // namespace jig::flash
