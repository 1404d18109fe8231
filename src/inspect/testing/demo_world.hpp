// SPDX-License-Identifier: Apache-2.0
// The demo firmware in a World, with the record that belongs to a UID.
#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "inspect/boot/world.hpp"

namespace jig::inspect::testing {

using Uid = std::array<std::uint8_t, 12>;
inline constexpr Uid golden_uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
inline constexpr Uid target_uid = {0x51, 0xff, 0x6c, 0x06, 0x48, 0x84, 0x53, 0x49, 0x29, 0x47, 0x01, 0x87};

// Tests run in the source tree's top folder.
inline Bytes demo_image(const std::string& version) {
    std::ifstream file("firmware/demo/demo-" + version + ".bin", std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (bytes.size() <= 0x7000) {
        std::fputs("run from the source tree's top folder\n", stderr);
        std::abort();
    }
    bytes.resize(256 * 1024, 0xFF);
    return bytes;
}

// On the chip with `uid`, flashed with the record of the chip with `record_uid`; two lamps as in the demo.
inline World demo_world(const Uid& uid, const Uid& record_uid) {
    constexpr std::string_view key = "jig-demo-key";
    World world;
    world.board = board::bare_board("STM32F103RC").value();
    world.board.chip.uid = uid;
    world.board.lamps = {{.name = "green", .pin = {'B', 1}}, {.name = "red", .pin = {'B', 0}}};
    world.flash = demo_image("2.0");
    for (std::size_t i = 0; i < key.size(); ++i)
        world.flash[0x7000 + i] = static_cast<std::uint8_t>(record_uid[i] ^ key[i]);
    world.option_bytes = world.board.option_bytes;
    return world;
}

}  // namespace jig::inspect::testing
