// SPDX-License-Identifier: Apache-2.0
// Frames as levels, the pulse the ROM measures in them, and the rate it makes of it: AN3155 sections 1 and 2.
#include "bench/bootloader/auto_baud.hpp"

#include <gtest/gtest.h>

#include <string>

#include "bench/bootloader/serial_frame.hpp"

namespace jig::bench::testing {
namespace {

using machine::Picoseconds;

Picoseconds bit_at(std::int64_t baud) { return Picoseconds{1'000'000'000'000 / baud}; }

std::string levels(std::uint8_t byte) {
    std::string text;
    for (int i = 0; i < frame_bits; ++i) text += frame_level(byte, i) ? '1' : '0';
    return text;
}

TEST(SerialFrame, is_start_data_from_the_lowest_even_parity_and_stop) {
    EXPECT_EQ(levels(0x7F), "01111111011");
    EXPECT_EQ(levels(0x00), "00000000001");
    EXPECT_EQ(levels(0x01), "01000000011");
    EXPECT_EQ(levels(0xFF), "01111111101");
    EXPECT_TRUE(frame_level(0x00, 40)) << "the line rests high";
}

struct HeardRow {
    std::uint8_t sent;
    double factor;  // the receiver's bit beside the sender's
    std::uint8_t heard;
};

TEST(SerialFrame, is_heard_as_its_middles_say) {
    for (const HeardRow& row : {HeardRow{0x5A, 1.0, 0x5A},
                                {0x5A, 1.04, 0x5A},
                                {0x5A, 0.96, 0x5A},
                                {0x7F, 0.5, 0xFE},
                                {0x79, 2.0, 0xFE},
                                {0x00, 3.0, 0xFC}}) {
        const Picoseconds sender = bit_at(57600);
        const Picoseconds receiver{static_cast<std::int64_t>(static_cast<double>(sender.count()) * row.factor)};
        EXPECT_EQ(heard_as(row.sent, sender, receiver), row.heard) << int{row.sent} << " " << row.factor;
    }
    for (unsigned byte = 0; byte < 256; ++byte)
        EXPECT_EQ(heard_as(static_cast<std::uint8_t>(byte), bit_at(115200), bit_at(115200)), byte);
}

TEST(AutoBaud, measures_seven_bits_of_0x7f) {
    const Picoseconds bit = bit_at(115200);
    const Picoseconds start{1'000'000};
    const auto pulse = AutoBaud().hear(0x7F, start, bit);
    ASSERT_TRUE(pulse);
    EXPECT_EQ(pulse->length, bit * 7);
    EXPECT_EQ(pulse->end, start + bit * 8);
}

struct RateRow {
    std::int64_t baud;
    std::uint16_t brr;
};

TEST(AutoBaud, makes_the_baud_register_of_the_rate) {
    for (const RateRow& row :
         {RateRow{1200, 20000}, {9600, 2500}, {57600, 416}, {115200, 208}, {230400, 104}, {921600, 26}}) {
        EXPECT_EQ(baud_register_of(bit_at(row.baud) * 7), row.brr) << row.baud;
    }
    // 2: the deviation must stay below 2.5 %, and does between the lowest and the highest tested rate.
    for (std::int64_t baud = 1200; baud <= 115200; baud += 100) {
        const double own = 24e6 / baud_register_of(bit_at(baud) * 7);
        EXPECT_NEAR(own / static_cast<double>(baud), 1.0, 0.025) << baud;
    }
}

TEST(AutoBaud, comes_out_wrong_below_the_lowest_rate_because_systick_goes_around) {
    EXPECT_EQ(baud_register_of(bit_at(300) * 7), (7 * 80000 - 0x80001) / 7);
}

TEST(AutoBaud, takes_any_frame_for_0x7f) {
    const Picoseconds bit = bit_at(9600);
    EXPECT_EQ(AutoBaud().hear(0x01, {}, bit)->length, bit);
    EXPECT_EQ(AutoBaud().hear(0x0C, {}, bit)->length, bit * 2);
    EXPECT_EQ(AutoBaud().hear(0x0C, {}, bit)->end, bit * 5);
}

TEST(AutoBaud, measures_to_the_next_frame_when_one_ends_high) {
    const Picoseconds bit = bit_at(9600);
    AutoBaud measuring;
    EXPECT_FALSE(measuring.hear(0x00, {}, bit));
    const auto pulse = measuring.hear(0x7F, bit * 1000, bit);
    ASSERT_TRUE(pulse);
    EXPECT_EQ(pulse->length, bit * 990) << "from the stop bit on";
    EXPECT_EQ(pulse->end, bit * 1000);
}

TEST(AutoBaud, survives_a_silence_of_a_day) {
    EXPECT_EQ(baud_register_of(std::chrono::hours{24}), std::int64_t{24} * 3600 * 24'000'000 % 0x80001 / 7);
}

TEST(RomBitTime, is_the_baud_register_in_periods_of_24_mhz) {
    EXPECT_EQ(rom_bit_time(24), Picoseconds{1'000'008}) << "the chip's rounding";
    EXPECT_EQ(rom_bit_time(0), Picoseconds{0});
}

}  // namespace
}  // namespace jig::bench::testing
