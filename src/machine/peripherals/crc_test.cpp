// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/crc.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::write_word;

constexpr std::uint32_t DR = 0x00, IDR = 0x04, CR = 0x08;

TEST(Crc, registers_reset_as_printed) {
    RecordingFabric fabric;
    Crc crc;
    EXPECT_EQ(read_word(crc, fabric, DR), 0xFFFFFFFFu);
    EXPECT_EQ(read_word(crc, fabric, IDR), 0u);
    EXPECT_EQ(read_word(crc, fabric, CR), 0u);
}

// Values of the CRC-32/MPEG-2 algorithm fed with the words' bytes, most significant first.
TEST(Crc, words_go_through_the_polynomial_most_significant_bit_first) {
    RecordingFabric fabric;
    Crc crc;
    write_word(crc, fabric, DR, 0x00000000);
    EXPECT_EQ(read_word(crc, fabric, DR), 0xC704DD7Bu);
    write_word(crc, fabric, CR, 1);
    write_word(crc, fabric, DR, 0x12345678);
    EXPECT_EQ(read_word(crc, fabric, DR), 0xDF8A8A2Bu);
    write_word(crc, fabric, CR, 0);
    EXPECT_EQ(read_word(crc, fabric, DR), 0xDF8A8A2Bu);
}

TEST(Crc, idr_is_one_byte_and_outlives_the_reset_bit) {
    RecordingFabric fabric;
    Crc crc;
    write_word(crc, fabric, IDR, 0x1FF);
    write_word(crc, fabric, CR, 1);
    EXPECT_EQ(read_word(crc, fabric, IDR), 0xFFu);
    EXPECT_EQ(read_word(crc, fabric, DR), 0xFFFFFFFFu);
    crc.reset(fabric, ResetCause::software);
    EXPECT_EQ(read_word(crc, fabric, IDR), 0u);
}

}  // namespace
}  // namespace jig::machine
