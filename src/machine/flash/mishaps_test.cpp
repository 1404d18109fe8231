// SPDX-License-Identifier: Apache-2.0
// Power cut in the middle of flash operations, and weak bits.
#include "machine/flash/mishaps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

#include "machine/testing/flash_bench.hpp"

namespace jig::machine::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t page_offset = 0x4000;
constexpr std::uint32_t page = 0x08000000 + page_offset;

struct Workshop {
    explicit Workshop(const ChipFaults& faults) : desk({}, faults) {
        std::ranges::fill_n(desk.memory.flash.begin() + page_offset, 2048, std::uint8_t{0x00});
        start();
    }
    void start() {
        desk.start();
        desk.write(FLASH_KEYR, KEY1);
        desk.write(FLASH_KEYR, KEY2);
        desk.write(FLASH_OPTKEYR, KEY1);
        desk.write(FLASH_OPTKEYR, KEY2);
    }
    void program(std::uint32_t address, std::uint32_t value) {
        desk.write(FLASH_CR, PG | OPTWRE);
        desk.write(address, value, Width::half);
        desk.pass(1ms);
    }
    void run(std::uint32_t mode) {
        desk.write(FLASH_CR, mode | OPTWRE);
        desk.write(FLASH_AR, page);
        desk.write(FLASH_CR, mode | STRT | OPTWRE);
        desk.pass(50ms);
    }
    [[nodiscard]] std::uint32_t half(std::uint32_t offset) const {
        return desk.memory.flash[offset] | static_cast<std::uint32_t>(desk.memory.flash[offset + 1]) << 8;
    }
    [[nodiscard]] std::vector<std::uint8_t> page_bytes() const {
        const auto from = desk.memory.flash.begin() + page_offset;
        return {from, from + 2048};
    }
    ChipOnDesk desk;
};

TEST(FlashMishaps, cut_power_while_the_nth_half_word_is_programmed) {
    Workshop w({.seed = 7, .power_cut_at = 2});
    w.program(0x08005000, 0x1111);
    w.program(0x08005002, 0x2222);
    EXPECT_TRUE(w.desk.chip.powered());
    w.program(0x08005004, 0x0000);
    EXPECT_FALSE(w.desk.chip.powered());
    EXPECT_EQ(w.half(0x5000), 0x1111U);
    EXPECT_EQ(w.half(0x5002), 0x2222U);
    EXPECT_NE(w.half(0x5004), 0xFFFFU) << "some bits have changed";
    EXPECT_NE(w.half(0x5004), 0x0000U) << "some have not";
    EXPECT_EQ(w.half(0x5006), 0xFFFFU);
    EXPECT_TRUE(w.desk.read(0x20000000).fault);
}

TEST(FlashMishaps, never_set_a_bit_in_a_half_programmed_half_word) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        Workshop w({.seed = seed, .power_cut_at = 0});
        w.program(0x08005000, 0x5A3C);
        EXPECT_EQ(w.half(0x5000) & 0x5A3C, 0x5A3CU) << "seed " << seed;
    }
}

TEST(FlashMishaps, leave_garbage_in_a_page_whose_erase_was_cut) {
    Workshop w({.seed = 7, .power_cut_at_erase = 0});
    w.run(PER);
    EXPECT_FALSE(w.desk.chip.powered());
    const auto left = w.page_bytes();
    EXPECT_TRUE(std::ranges::any_of(left, [](std::uint8_t byte) { return byte != 0x00 && byte != 0xFF; }));
    EXPECT_EQ(w.half(page_offset + 2048), 0xFFFFU);
    EXPECT_EQ(w.half(page_offset - 2), 0xFFFFU);
}

TEST(FlashMishaps, leave_the_same_garbage_for_the_same_seed_only) {
    const auto left_by = [](std::uint64_t seed) {
        Workshop w({.seed = seed, .power_cut_at_erase = 0});
        w.run(PER);
        return w.page_bytes();
    };
    EXPECT_EQ(left_by(3), left_by(3));
    EXPECT_NE(left_by(3), left_by(4));
}

TEST(FlashMishaps, cut_power_before_the_nth_option_operation) {
    Workshop erase({.power_cut_at_option = 0});
    erase.run(OPTER);
    EXPECT_FALSE(erase.desk.chip.powered());
    EXPECT_EQ(erase.desk.memory.option_bytes[0], 0xA5);

    Workshop key({.power_cut_at_option = 1});
    key.run(OPTER);
    EXPECT_TRUE(key.desk.chip.powered());
    key.desk.write(FLASH_CR, OPTPG | OPTWRE);
    key.desk.write(RDP, 0xA5, Width::half);
    EXPECT_FALSE(key.desk.chip.powered());
    EXPECT_EQ(key.desk.memory.option_bytes[0], 0xFF);
}

TEST(FlashMishaps, strike_once_so_that_the_next_attempt_goes_through) {
    Workshop w({.power_cut_at = 0});
    w.program(0x08005000, 0x1234);
    EXPECT_FALSE(w.desk.chip.powered());
    w.start();
    w.program(0x08005002, 0x1234);
    EXPECT_TRUE(w.desk.chip.powered());
    EXPECT_EQ(w.half(0x5002), 0x1234U);
}

TEST(FlashMishaps, leave_a_half_done_erase_when_somebody_else_takes_the_power) {
    Workshop w({.seed = 7});
    w.desk.write(FLASH_CR, PER);
    w.desk.write(FLASH_AR, page);
    w.desk.write(FLASH_CR, PER | STRT);
    w.desk.chip.power_off();
    EXPECT_TRUE(std::ranges::any_of(w.page_bytes(), [](std::uint8_t byte) { return byte != 0x00; }));
    EXPECT_TRUE(std::ranges::any_of(w.page_bytes(), [](std::uint8_t byte) { return byte != 0xFF; }));
}

TEST(FlashMishaps, make_weak_bits_read_differently_from_time_to_time) {
    Workshop w({.seed = 11, .weak_bits = 3});
    const auto read_all = [&w] {
        std::vector<std::uint32_t> words;
        for (std::uint32_t at = 0; at < w.desk.config.flash_bytes; at += 4)
            words.push_back(w.desk.chip.debug_read(0x08000000 + at, Width::word).value);
        return words;
    };
    const auto stored = w.desk.memory.flash;
    std::vector<std::uint32_t> wrong(w.desk.config.flash_bytes / 4);
    for (int turn = 0; turn < 30; ++turn) {
        const auto words = read_all();
        for (std::uint32_t i = 0; i < words.size(); ++i) wrong[i] |= words[i] ^ w.half(4 * i) ^ w.half(4 * i + 2) << 16;
    }
    int bits = 0;
    for (const std::uint32_t word : wrong) bits += std::popcount(word);
    EXPECT_EQ(bits, 3);
    EXPECT_EQ(w.desk.memory.flash, stored) << "reading changes nothing";
}

}  // namespace
}  // namespace jig::machine::testing
