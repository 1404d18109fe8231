// SPDX-License-Identifier: Apache-2.0
#include "flash/crc.hpp"

#include <gtest/gtest.h>

namespace jig::flash {
namespace {

TEST(Crc, is_that_of_the_chips_unit) {
    // Words go in most significant bit first, so the bytes of a word are taken last to first: CRC-32/MPEG-2 of "1234".
    EXPECT_EQ(stm32_crc(Bytes{'4', '3', '2', '1'}), 0xA695C4AAU);
    // What the unit answers to one zero word, as ST's AN4187 prints it.
    EXPECT_EQ(stm32_crc(Bytes{0, 0, 0, 0}), 0xC704DD7BU);
    EXPECT_EQ(stm32_crc({}), 0xFFFFFFFFU);
}

}  // namespace
}  // namespace jig::flash
