// SPDX-License-Identifier: Apache-2.0
// What tests of the job share: a golden board's archive, an older firmware on the target, and one call that runs the
// job.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "clone/testing/desk_board.hpp"

namespace jig::clone::testing {

inline constexpr AddressRange record_range{0x08007000, 12};
inline constexpr std::size_t flash_bytes = 256 * 1024;
inline constexpr std::size_t firmware_bytes = 40 * 1024;

inline Bytes padded(Bytes bytes) {
    bytes.resize(flash_bytes, 0xFF);
    return bytes;
}

inline Bytes record_of(ByteView flash) { return {flash.begin() + 0x7000, flash.begin() + 0x700C}; }

// A golden board's archive and a target with an older firmware.
struct JobOnDesk : ::testing::Test {
    JobOnDesk() {
        golden.part = "STM32F103RC";
        EXPECT_TRUE(golden.flash.add(0x08000000, new_firmware));
        golden.option_bytes =
            OptionBytes{0xA5, 0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00};
        order.backup.folder = folder.backups();
        order.backup.utc = std::chrono::sys_seconds(std::chrono::seconds(1763833000));
    }
    Result<void> run(DeskBoard& board) {
        report = {};
        return clone_board(golden, board.connected, order, progress, report);
    }
    std::size_t backups() {
        std::error_code none;
        const std::filesystem::directory_iterator files(folder.backups(), none);
        return none ? 0 : static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }

    TemporaryFolder folder;
    Bytes old_firmware = padded(firmware(firmware_bytes, 1));
    Bytes new_firmware = padded(firmware(firmware_bytes, 2));
    image::BoardArchive golden;
    CloneOrder order;
    SilentProgress progress;
    Report report;
};

}  // namespace jig::clone::testing
