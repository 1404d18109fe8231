// SPDX-License-Identifier: Apache-2.0
// The demo firmware on a board, from its committed bytes: which lamp blinks and what the UART says.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "board/testing/board_on_desk.hpp"

namespace jig::board {
namespace {

using testing::BoardOnDesk;
using testing::plain_board;
using namespace std::chrono_literals;

constexpr std::string_view key = "jig-demo-key";
constexpr std::size_t record_offset = 0x7000;

// Tests run in the source tree's top folder.
std::vector<std::uint8_t> image(const std::string& version) {
    std::ifstream file("firmware/demo/demo-" + version + ".bin", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct DemoBoard : BoardOnDesk {
    explicit DemoBoard(const std::string& version, const BoardDescription& description = plain_board())
        : BoardOnDesk(description) {
        const auto bytes = image(version);
        std::ranges::copy(bytes, flash.begin());
        for (std::size_t i = 0; i < key.size(); ++i)
            flash[record_offset + i] = static_cast<std::uint8_t>(description.chip.uid[i] ^ key[i]);
    }
    void run() {
        board.power_on();
        pass(2s);
    }
    [[nodiscard]] const LampState& green() const { return board.lamps()[0]; }
    [[nodiscard]] const LampState& red() const { return board.lamps()[1]; }
};

TEST(DemoFirmware, the_board_it_belongs_to_blinks_green_at_two_hertz) {
    DemoBoard demo("2.0");
    demo.run();
    EXPECT_EQ(demo.uart(), "jig demo firmware 2.0\r\nrecord ok\r\n");
    EXPECT_NEAR(std::chrono::duration<double>(demo.green().period).count(), 0.5, 1e-4);
    EXPECT_EQ(demo.green().toggles, 8u);
    EXPECT_EQ(demo.red().toggles, 0u);
    EXPECT_TRUE(demo.board.chip().unmodelled().empty());
}

TEST(DemoFirmware, any_other_board_blinks_red_at_five_hertz) {
    for (std::size_t byte = 0; byte < key.size(); ++byte) {
        SCOPED_TRACE(byte);
        DemoBoard demo("2.0");
        demo.flash[record_offset + byte] ^= 1;
        demo.run();
        EXPECT_EQ(demo.uart(), "jig demo firmware 2.0\r\nrecord wrong\r\n");
        EXPECT_NEAR(std::chrono::duration<double>(demo.red().period).count(), 0.2, 1e-4);
        EXPECT_EQ(demo.green().toggles, 0u);
    }
}

TEST(DemoFirmware, version_one_says_so) {
    DemoBoard demo("1.0");
    demo.run();
    EXPECT_EQ(demo.uart(), "jig demo firmware 1.0\r\nrecord ok\r\n");
    EXPECT_GT(demo.green().toggles, 0u);
}

TEST(DemoFirmware, without_a_crystal_it_runs_from_hsi_at_the_same_baud_rate_and_blink_rate) {
    BoardDescription description = plain_board();
    description.chip.hse_hz = 0;
    DemoBoard demo("2.0", description);
    demo.run();
    EXPECT_EQ(demo.uart(), "jig demo firmware 2.0\r\nno crystal, running from HSI\r\nrecord ok\r\n");
    EXPECT_NEAR(std::chrono::duration<double>(demo.green().period).count(), 0.5, 1e-4);
}

TEST(DemoFirmware, a_changed_curve_is_noticed) {
    DemoBoard demo("2.0");
    demo.flash[0x8000] ^= 4;
    demo.run();
    EXPECT_EQ(demo.uart(), "jig demo firmware 2.0\r\ncurves damaged\r\n");
    EXPECT_GT(demo.green().toggles, 0u);
    EXPECT_GT(demo.red().toggles, 0u);
}

TEST(DemoFirmware, the_images_leave_the_records_page_erased) {
    for (const std::string version : {"1.0", "2.0"}) {
        const auto bytes = image(version);
        ASSERT_GT(bytes.size(), 0x7800u);
        EXPECT_TRUE(std::all_of(bytes.begin() + 0x7000, bytes.begin() + 0x7800, [](auto b) { return b == 0xFF; }));
    }
    EXPECT_GT(image("2.0").size(), 3 * image("1.0").size());
}

}  // namespace
}  // namespace jig::board
