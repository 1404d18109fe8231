// SPDX-License-Identifier: Apache-2.0
#include "wire/swd/packet.hpp"

#include <gtest/gtest.h>

namespace jig::wire::swd {
namespace {

// The bytes that every other program sends, too: 0xA5 reads DPIDR.
TEST(SwdPacket, requests_are_those_of_the_standard) {
    struct Row {
        bool ap, read;
        std::uint8_t address, request;
    };
    for (const Row& row : {Row{false, true, 0x0, 0xA5}, Row{false, false, 0x0, 0x81}, Row{false, true, 0x4, 0x8D},
                           Row{false, false, 0x4, 0xA9}, Row{false, false, 0x8, 0xB1}, Row{false, true, 0xC, 0xBD},
                           Row{true, true, 0xC, 0x9F}, Row{true, false, 0xC, 0xBB}, Row{true, false, 0x4, 0x8B}}) {
        EXPECT_EQ(request(row.ap, row.read, row.address), row.request) << int{row.request};
    }
}

TEST(SwdPacket, parity_is_even) {
    EXPECT_EQ(parity(0), 0u);
    EXPECT_EQ(parity(0x80000000), 1u);
    EXPECT_EQ(parity(0xFFFFFFFF), 0u);
    EXPECT_EQ(parity(0x1BA01477), 0u);
}

}  // namespace
}  // namespace jig::wire::swd
