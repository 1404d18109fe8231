// SPDX-License-Identifier: Apache-2.0
// A chip with memory of its own, for tests: erased flash, factory option bytes, powered on and out of reset.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "machine/chip.hpp"

namespace jig::machine::testing {

inline constexpr std::array<std::uint8_t, 16> factory_option_bytes = {0xA5, 0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00,
                                                                      0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00};

// Longer than any reset lasts.
inline constexpr Picoseconds after_reset = std::chrono::milliseconds{10};

struct ChipMemory {
    explicit ChipMemory(const ChipConfig& config)
        : flash(config.flash_bytes, 0xFF),
          option_bytes(factory_option_bytes.begin(), factory_option_bytes.end()),
          backup(BackupDomain::size_bytes(config.backup_registers)) {}
    [[nodiscard]] ChipStorage spans() { return {flash, option_bytes, backup}; }

    std::vector<std::uint8_t> flash;
    std::vector<std::uint8_t> option_bytes;
    std::vector<std::uint8_t> backup;
};

struct ChipOnDesk {
    explicit ChipOnDesk(const ChipConfig& chip_config = {}, const ChipFaults& faults = {})
        : config(chip_config), memory(chip_config), chip(chip_config, memory.spans(), faults) {}

    void start() {
        chip.power_on();
        pass(after_reset);
    }
    void pass(Picoseconds time) { chip.run_until(chip.now() + time); }

    // Through the debug port, waiting as long as it answers WAIT.
    DebugReply read(std::uint32_t address, Width width = Width::word) {
        const DebugReply reply = chip.debug_read(address, width);
        chip.run_until(std::max(chip.now(), reply.ready_at));
        return reply;
    }
    DebugReply write(std::uint32_t address, std::uint32_t value, Width width = Width::word) {
        const DebugReply reply = chip.debug_write(address, width, value);
        chip.run_until(std::max(chip.now(), reply.ready_at));
        return reply;
    }

    ChipConfig config;
    ChipMemory memory;
    Chip chip;
};

}  // namespace jig::machine::testing
