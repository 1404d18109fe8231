// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/power_socket.hpp"

#include <gtest/gtest.h>

#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

std::string say(PowerSocket& socket, std::string_view text) {
    Bytes out;
    EXPECT_TRUE(socket.receive(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), out));
    return std::string(out.begin(), out.end());
}

TEST(PowerSocket, switches_a_served_board_off_and_on) {
    const testing::SmallBench bench;
    PowerSocket socket(*bench.served[0]);
    const machine::Chip& chip = bench.served[0]->live().board().chip();
    EXPECT_EQ(say(socket, "off\n"), "ok\n");
    EXPECT_FALSE(chip.powered());
    EXPECT_EQ(say(socket, "o"), "");
    EXPECT_EQ(say(socket, "n\n"), "ok\n");
    EXPECT_TRUE(chip.powered());
    EXPECT_EQ(say(socket, "maybe\n"), "on or off\n");
}

TEST(PowerSocket, a_line_that_never_ends_ends_the_conversation) {
    const testing::SmallBench bench;
    PowerSocket socket(*bench.served[0]);
    Bytes out;
    EXPECT_FALSE(socket.receive(Bytes(17, 'o'), out));
}

}  // namespace
}  // namespace jig::bench
