// SPDX-License-Identifier: Apache-2.0
// A serial EEPROM of the 24C series, byte by byte: 24C02 to 24C512, page writes, and no acknowledge while a write is
// under way (Microchip AT24C02D and AT24C256C datasheets, sections "Write Operations" and "Read Operations").
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "board/devices/paged_memory.hpp"
#include "machine/time.hpp"

namespace jig::board {

struct I2cEepromConfig {
    std::uint8_t address = 0x50;  // seven bits
    std::size_t size = 256;       // bytes, a power of two from 128 to 65536
    std::size_t page = 8;         // bytes, a power of two
};

// The page of the part with this many bytes.
[[nodiscard]] std::size_t usual_eeprom_page(std::size_t size);

class I2cEeprom {
 public:
    // The datasheets' maximum of tWR.
    static constexpr machine::Picoseconds write_time = std::chrono::milliseconds{5};

    I2cEeprom(const I2cEepromConfig& config, std::span<const std::uint8_t> contents);

    // A start condition and the byte after it; true: acknowledged, and what follows is for this device.
    [[nodiscard]] bool start(std::uint8_t address_byte, machine::Picoseconds at);
    [[nodiscard]] bool write(std::uint8_t byte);
    [[nodiscard]] std::uint8_t read();
    void stop(machine::Picoseconds at);
    void power_on();

    [[nodiscard]] const PagedMemory& memory() const { return memory_; }

 private:
    [[nodiscard]] unsigned address_bytes() const { return config_.size > 2048 ? 2 : 1; }
    void drop_oldest();

    I2cEepromConfig config_;
    PagedMemory memory_;
    bool addressed_ = false;
    unsigned address_bytes_left_ = 0;
    std::uint32_t pointer_ = 0;
    std::vector<std::uint8_t> latch_;  // data bytes of a write that the stop condition will start
    machine::Picoseconds busy_until_{0};
};

}  // namespace jig::board
