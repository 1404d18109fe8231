// SPDX-License-Identifier: Apache-2.0
// Boards for tests of the job: an STM32F103RC on a desk, firmware that runs, and a folder for backups.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/random.hpp"
#include "clone/capture.hpp"
#include "clone/clone.hpp"
#include "clone/debug_board.hpp"
#include "flash/testing/chip_target.hpp"

namespace jig::clone::testing {

inline machine::ChipConfig rc_config(std::uint8_t serial) {
    machine::ChipConfig config;
    config.uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, serial};
    config.rom_table_pidr = {0x14, 0x04, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00};
    return config;
}

// Runs forever at 0x08000100; the rest of `size` bytes is drawn from `seed`.
inline Bytes firmware(std::size_t size, std::uint64_t seed) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    store_le32(MutableByteView(bytes), 0x20001000);
    store_le32(MutableByteView(bytes).subspan(4), 0x08000101);
    store_le16(MutableByteView(bytes).subspan(0x100), 0xE7FE);  // b .
    return bytes;
}

struct DeskBoard {
    explicit DeskBoard(std::uint8_t serial, const machine::ChipFaults& faults = {},
                       const machine::ChipConfig* config = nullptr)
        : desk(config != nullptr ? *config : rc_config(serial), faults), target(desk.chip) {}

    void hold(ByteView content) { std::ranges::copy(content, desk.memory.flash.begin()); }
    void power_on() { desk.start(); }
    void power_cycle() {
        desk.chip.power_off();
        desk.start();
        desk.chip.set_debug_power(true);
        target.chip_memory().unplug_after(std::nullopt);
    }

    machine::testing::ChipOnDesk desk;
    flash::testing::ChipTarget target;
    DebugBoard connected{target};
};

class TemporaryFolder {
 public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "jig-clone-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path backups() const { return path_ / "backups"; }

 private:
    std::filesystem::path path_;
};

}  // namespace jig::clone::testing
