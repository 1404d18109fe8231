// SPDX-License-Identifier: Apache-2.0
// A board with BOOT0 high on a desk, a host at its USART1, and the table of sentences that are proven on it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/bootloader/boot_uart.hpp"
#include "board/testing/board_on_desk.hpp"

namespace jig::bench::testing {

inline constexpr std::uint8_t ACK = Bootloader::ACK, NACK = Bootloader::NACK;
inline constexpr std::uint32_t FLASH = 0x08000000, SRAM = 0x20000200, OPTIONS = 0x1FFFF800;

[[nodiscard]] board::BoardDescription board_with_boot0_high(const std::string& part = "STM32F103RC");

class RomDesk final : private BoardTime {
 public:
    static constexpr unsigned baud = 115200;

    explicit RomDesk(const board::BoardDescription& description = board_with_boot0_high());

    void power_cycle();
    void pass(machine::Picoseconds time) { desk.pass(time); }
    // 0x7F and its ACK.
    void connect();
    // What comes back for these bytes.
    Bytes ask(const Bytes& in, unsigned at_baud = baud) { return uart.exchange(in, at_baud); }
    Bytes command(std::uint8_t code);
    Bytes address(std::uint32_t address);
    // N, the bytes, and the XOR of all.
    Bytes block(const Bytes& bytes);
    // Whole commands; they expect an ACK for all but the last answer, which is returned.
    Bytes read(std::uint32_t from, std::size_t count);
    Bytes write(std::uint32_t to, const Bytes& bytes);
    Bytes erase(const Bytes& pages);
    Bytes go(std::uint32_t to);

    [[nodiscard]] std::uint64_t resets() { return desk.board.chip().resets(); }
    [[nodiscard]] std::uint32_t word(std::uint32_t address) { return desk.read(address); }
    void fill_flash(std::uint8_t value) { std::ranges::fill(desk.flash, value); }

    [[nodiscard]] BoardTime& time() { return *this; }

    board::testing::BoardOnDesk desk;
    BootUart uart;

 private:
    void advance(machine::Picoseconds duration) override { desk.pass(duration); }
    [[nodiscard]] machine::Picoseconds moment() const override { return desk.board.chip().now(); }
};

// One sentence of AN3155 or of docs/bootloader.md, and its proof.
struct RomRule {
    const char* section;
    const char* sentence;
    void (*proof)(RomDesk&);
};
[[nodiscard]] std::string rule_name(const ::testing::TestParamInfo<RomRule>& info);
void prove(const RomRule& rule);

#define JIG_PROVE_ROM_RULES(suite, table)                      \
    class suite : public ::testing::TestWithParam<RomRule> {}; \
    TEST_P(suite, holds) { prove(GetParam()); }                \
    INSTANTIATE_TEST_SUITE_P(An3155, suite, ::testing::ValuesIn(table), rule_name)

}  // namespace jig::bench::testing
