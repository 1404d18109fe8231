// SPDX-License-Identifier: Apache-2.0
// One contract for the flash, straight to the model and over everything that lies between it and firmware.
#include "board/devices/spi_flash.hpp"

#include <gtest/gtest.h>

#include "board/testing/device_links.hpp"

namespace jig::board {
namespace {

using testing::Bytes;
using namespace std::chrono_literals;

constexpr std::uint8_t BUSY = 1, WEL = 2;

struct SpiFlashContract : ::testing::TestWithParam<const char*> {
    // What comes back behind `command`.
    Bytes answer(Bytes command, std::size_t bytes) {
        const std::size_t head = command.size();
        command.resize(head + bytes, 0);
        const Bytes in = link->exchange(command);
        return {in.begin() + static_cast<std::ptrdiff_t>(head), in.end()};
    }
    void enable() { link->exchange({0x06}); }
    std::uint8_t status() { return answer({0x05}, 1)[0]; }
    Bytes read(std::uint8_t high, std::uint8_t middle, std::uint8_t low, std::size_t bytes) {
        return answer({0x03, high, middle, low}, bytes);
    }
    void program(std::uint8_t high, std::uint8_t middle, std::uint8_t low, const Bytes& data) {
        enable();
        Bytes command = {0x02, high, middle, low};
        command.insert(command.end(), data.begin(), data.end());
        link->exchange(command);
        link->pass(1ms);
    }

    std::unique_ptr<testing::SpiLink> link = testing::spi_link(GetParam(), testing::board_with_devices());
};

INSTANTIATE_TEST_SUITE_P(Over, SpiFlashContract,
                         ::testing::Values("the model", "SPI1", "pins, mode 0", "pins, mode 3"));

TEST_P(SpiFlashContract, says_what_it_is) {
    EXPECT_EQ(answer({0x9F}, 3), (Bytes{0xEF, 0x40, 0x16}));
    EXPECT_EQ(answer({0x90, 0, 0, 0}, 2), (Bytes{0xEF, 0x15}));
    EXPECT_EQ(answer({0xAB, 0, 0, 0}, 1), (Bytes{0x15}));
    EXPECT_EQ(answer({0x4B, 0, 0, 0, 0}, 8), (Bytes{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST_P(SpiFlashContract, reads_erased_and_goes_on_over_its_end) {
    EXPECT_EQ(read(0, 0, 0, 2), (Bytes{0xFF, 0xFF}));
    program(0, 0, 0, {0x12});
    EXPECT_EQ(read(0x3F, 0xFF, 0xFF, 2), (Bytes{0xFF, 0x12}));
    EXPECT_EQ(answer({0x0B, 0, 0, 0, 0}, 2), (Bytes{0x12, 0xFF}));
}

TEST_P(SpiFlashContract, programs_only_after_write_enable_and_is_busy_meanwhile) {
    link->exchange({0x02, 0, 0, 0, 0x55});
    link->pass(1ms);
    EXPECT_EQ(read(0, 0, 0, 1), Bytes{0xFF});
    enable();
    EXPECT_EQ(status(), WEL);
    link->exchange({0x04});
    EXPECT_EQ(status(), 0);
    enable();
    link->exchange({0x02, 0, 0, 0, 0x55});
    EXPECT_EQ(status(), BUSY);
    EXPECT_EQ(read(0, 0, 0, 1), Bytes{0xFF}) << "nothing but the status is answered";
    link->pass(1ms);
    EXPECT_EQ(status(), 0);
    EXPECT_EQ(read(0, 0, 0, 1), Bytes{0x55});
}

TEST_P(SpiFlashContract, clears_bits_and_wraps_inside_the_page) {
    program(0, 0, 0xFF, {0xF0, 0x0F});
    EXPECT_EQ(read(0, 0, 0xFF, 2), (Bytes{0xF0, 0xFF}));
    EXPECT_EQ(read(0, 0, 0, 1), Bytes{0x0F});
    program(0, 0, 0xFF, {0xCC});
    EXPECT_EQ(read(0, 0, 0xFF, 1), Bytes{0xC0});
}

TEST_P(SpiFlashContract, erases_what_the_command_says) {
    struct Row {
        Bytes command;
        machine::Picoseconds time;
        Bytes left;  // first bytes of 0x000000, 0x000FFF, 0x001000, 0x007FFF, 0x008000, 0x010000
    };
    const Row rows[] = {{{0x20, 0, 0x01, 0x23}, 45ms, {0xFF, 0xFF, 0, 0, 0, 0}},
                        {{0x52, 0, 0x01, 0x23}, 120ms, {0xFF, 0xFF, 0xFF, 0xFF, 0, 0}},
                        {{0xD8, 0, 0x01, 0x23}, 150ms, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0}},
                        {{0xC7}, 10s, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}},
                        {{0x20, 0, 0x01}, 45ms, {0, 0, 0, 0, 0, 0}}};
    constexpr std::array<std::array<std::uint8_t, 3>, 6> places = {
        {{0, 0, 0}, {0, 0x0F, 0xFF}, {0, 0x10, 0}, {0, 0x7F, 0xFF}, {0, 0x80, 0}, {1, 0, 0}}};
    for (const Row& row : rows) {
        SCOPED_TRACE(static_cast<int>(row.command[0]));
        for (const auto& place : places) program(place[0], place[1], place[2], {0});
        enable();
        link->exchange(row.command);
        link->pass(row.time - 1ms);
        EXPECT_EQ(status() & BUSY, row.command.size() == 3 ? 0 : BUSY);
        link->pass(2ms);
        EXPECT_EQ(status() & BUSY, 0);
        Bytes left;
        for (const auto& place : places) left.push_back(read(place[0], place[1], place[2], 1)[0]);
        EXPECT_EQ(left, row.left);
    }
}

TEST_P(SpiFlashContract, sleeps_until_it_is_released_and_keeps_its_status_registers) {
    link->exchange({0xB9});
    EXPECT_EQ(answer({0x9F}, 1), Bytes{0xFF});
    link->exchange({0xAB});
    EXPECT_EQ(answer({0x9F}, 1), Bytes{0xEF});
    enable();
    link->exchange({0x31, 0x02});  // QE
    link->pass(15ms);
    EXPECT_EQ(answer({0x35}, 1), Bytes{0x02});
}

TEST(SpiFlash, smaller_parts_wrap_at_their_size) {
    SpiFlash flash({.size = 65536}, Bytes{1, 2, 3});
    flash.select({});
    for (const std::uint8_t byte : Bytes{0x03, 0x01, 0x00, 0x01}) flash.take(byte, {});
    EXPECT_EQ(flash.offer({}), 2);
}

}  // namespace
}  // namespace jig::board
