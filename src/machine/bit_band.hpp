// SPDX-License-Identifier: Apache-2.0
// Bit-band aliases, DDI 0337, "Bit-banding": one word for each bit of the first megabyte of SRAM and of the
// peripherals. Core and debug port reach them alike, because both sit inside the processor.
#pragma once

#include <cstdint>

#include "machine/core_bus.hpp"

namespace jig::machine {

[[nodiscard]] constexpr bool in_bit_band_alias(std::uint32_t address) {
    return (address & 0xFE000000) == 0x22000000 || (address & 0xFE000000) == 0x42000000;
}

struct BitBandTarget {
    std::uint32_t address;
    unsigned bit;
};

// The byte, half-word or word that holds the bit, of the width of the access.
[[nodiscard]] constexpr BitBandTarget bit_band_target(std::uint32_t alias, Width width) {
    const std::uint32_t bit_number = (alias & 0x01FFFFFF) >> 2;
    const std::uint32_t bits = 8u * static_cast<std::uint32_t>(width);
    const std::uint32_t base = (alias & 0xF0000000) + bit_number / bits * static_cast<std::uint32_t>(width);
    return {base, bit_number % bits};
}

}  // namespace jig::machine
