// SPDX-License-Identifier: Apache-2.0
// A program that sleeps for ever; an optional handler counts interrupts in the first word of SRAM after it has written
// one register, as drivers acknowledge their flags.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace jig::machine::testing {

inline constexpr std::uint32_t interrupt_count = 0x20000000;

// The handler of the vector table position `irq` writes `value` to `acknowledge`.
struct CountedInterrupt {
    unsigned irq;
    std::uint32_t acknowledge;
    std::uint32_t value;
};

inline void install_idle(std::span<std::uint8_t> flash, const CountedInterrupt* counted = nullptr) {
    constexpr std::uint32_t code = 0x200, handler = code + 4;
    // 1: wfi; b 1b. handler: r0, r1 = the two literals; str r1, [r0]; ++[0x20000000]; dsb; bx lr
    constexpr std::array<std::uint16_t, 14> program = {0xBF30, 0xE7FD, 0x4805, 0x4906, 0x6001, 0xF04F, 0x5000,
                                                       0x6801, 0x3101, 0x6001, 0xF3BF, 0x8F4F, 0x4770, 0xBF00};
    constexpr std::uint32_t literals = code + 2 * program.size();
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), 0x08000000 + code + 1);
    for (std::size_t i = 0; i < program.size(); ++i) store_le16(flash.subspan(code + 2 * i), program[i]);
    if (counted == nullptr) return;
    store_le32(flash.subspan((16 + counted->irq) * 4), 0x08000000 + handler + 1);
    store_le32(flash.subspan(literals), counted->acknowledge);
    store_le32(flash.subspan(literals + 4), counted->value);
}

}  // namespace jig::machine::testing
