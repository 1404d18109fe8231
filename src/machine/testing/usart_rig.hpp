// SPDX-License-Identifier: Apache-2.0
// USART1 on a recording fabric at 8 MHz, as the USART tests drive it.
#pragma once

#include <vector>

#include "machine/peripherals/usart.hpp"
#include "machine/testing/register_rows.hpp"

namespace jig::machine::testing {

// RM0008 27.6.
namespace usart_bits {
constexpr std::uint32_t SR = 0x00, DR = 0x04, BRR = 0x08, CR1 = 0x0C, CR2 = 0x10, CR3 = 0x14, GTPR = 0x18;
constexpr std::uint32_t FE = 1u << 1, ORE = 1u << 3, IDLE = 1u << 4, RXNE = 1u << 5, TC = 1u << 6, TXE = 1u << 7;
constexpr std::uint32_t HDSEL = 1u << 3, DMAR = 1u << 6, DMAT = 1u << 7, SBK = 1u << 0;
constexpr std::uint32_t RE = 1u << 2, TE = 1u << 3, UE = 1u << 13;
}  // namespace usart_bits

struct UsartRig : ::testing::Test {
    UsartRig() { usart.reset(fabric, ResetCause::power_on); }
    std::uint32_t read(std::uint32_t offset) { return read_word(usart, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(usart, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(usart, fabric.time + time); }
    void receive(std::initializer_list<std::uint8_t> bytes) { usart.receive(fabric, std::vector<std::uint8_t>(bytes)); }
    // 8 MHz / 80: 10 us a bit, 100 us a frame of 8N1.
    void open(std::uint32_t more = 0) {
        write(usart_bits::BRR, 80);
        write(usart_bits::CR1, usart_bits::UE | usart_bits::TE | usart_bits::RE | more);
        pass(frame);  // the idle frame
    }

    static constexpr Picoseconds frame = std::chrono::microseconds{100};
    RecordingFabric fabric;
    Usart usart{usart_config(1)};
};

}  // namespace jig::machine::testing
