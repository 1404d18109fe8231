// SPDX-License-Identifier: Apache-2.0
// One [[board.device]] as data: what it is, which pins it hangs on, and what it holds when it is new.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "board/devices/i2c_wires.hpp"
#include "board/devices/spi_wires.hpp"

namespace jig::board {

// Shared, so that copying a description copies no contents.
using Contents = std::shared_ptr<const std::vector<std::uint8_t>>;

struct SpiFlashDescription {
    std::vector<unsigned> buses;  // SPI1..3 whose frames reach it
    SpiPins pins;
    machine::Pin select;
    SpiFlashConfig config;
    std::optional<std::filesystem::path> contents_file;
    Contents contents;
};

struct I2cEepromDescription {
    std::vector<unsigned> buses;  // I2C1..2
    I2cPins pins;
    I2cEepromConfig config;
    std::optional<std::filesystem::path> contents_file;
    Contents contents;
};

struct DeviceDescriptions {
    std::vector<SpiFlashDescription> spi_flashes;
    std::vector<I2cEepromDescription> i2c_eeproms;
};

}  // namespace jig::board
