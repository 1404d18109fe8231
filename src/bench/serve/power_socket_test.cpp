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
    machine::Chip& chip = bench.served[0]->live().board().chip();
    EXPECT_EQ(say(socket, "off\n"), "ok\n");
    EXPECT_FALSE(chip.powered());
    EXPECT_EQ(say(socket, "o"), "");
    EXPECT_EQ(say(socket, "n\n"), "ok\n");
    EXPECT_TRUE(chip.powered());
    EXPECT_EQ(say(socket, "maybe\n"), "on or off\n");
}

TEST(PowerSocket, on_leaves_a_board_that_has_power_alone) {
    const testing::SmallBench bench;
    PowerSocket socket(*bench.served[0]);
    machine::Chip& chip = bench.served[0]->live().board().chip();
    bench.served[0]->live().clock().sleep(std::chrono::milliseconds(10));  // past power-on reset
    chip.set_debug_power(true);
    EXPECT_FALSE(chip.debug_write(0x20000000, machine::Width::word, 0x12345678).fault);
    EXPECT_EQ(say(socket, "on\n"), "ok\n");
    EXPECT_EQ(chip.debug_read(0x20000000, machine::Width::word).value, 0x12345678u);
}

TEST(PowerSocket, a_line_that_never_ends_ends_the_conversation) {
    const testing::SmallBench bench;
    PowerSocket socket(*bench.served[0]);
    Bytes out;
    EXPECT_FALSE(socket.receive(Bytes(17, 'o'), out));
}

}  // namespace
}  // namespace jig::bench
