// SPDX-License-Identifier: Apache-2.0
// Lays out the information block of a chip.
#include "machine/system_memory.hpp"

#include <algorithm>
#include <span>

#include "base/bytes.hpp"

namespace jig::machine {

std::vector<std::uint8_t> make_system_memory(const ChipConfig& config) {
    constexpr std::uint32_t sleep_loop = 0xE7FDBF30;  // wfi; b .-2
    constexpr std::uint32_t vector_count = 16;
    constexpr std::uint32_t stack_top = 0x20000400;
    constexpr std::uint32_t f_size = 0x1FFFF7E0;
    constexpr std::uint32_t uid = 0x1FFFF7E8;

    const std::uint32_t base = system_memory_end - system_memory_bytes(config);
    std::vector<std::uint8_t> bytes(system_memory_bytes(config));
    const std::span<std::uint8_t> all(bytes);
    for (std::uint32_t at = 0; at < bytes.size(); at += 4) store_le32(all.subspan(at), sleep_loop);
    for (std::uint32_t i = 0; i < vector_count; ++i)
        store_le32(all.subspan(4 * i), i == 0 ? stack_top : (base + 4 * vector_count) | 1U);
    store_le16(all.subspan(f_size - base), config.flash_size_register);
    store_le16(all.subspan(f_size + 2 - base), 0xFFFF);
    store_le32(all.subspan(f_size + 4 - base), 0xFFFFFFFF);
    std::ranges::copy(config.uid, all.subspan(uid - base).begin());
    std::ranges::fill(all.subspan(uid + 12 - base), std::uint8_t{0xFF});
    return bytes;
}

}  // namespace jig::machine
