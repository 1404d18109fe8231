// SPDX-License-Identifier: Apache-2.0
// Ways to reach the devices of a board in tests: straight to the model, through the chip's bus, and by moving the
// chip's pins as software would. A contract holds over each of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "board/testing/board_on_desk.hpp"

namespace jig::board::testing {

using Bytes = std::vector<std::uint8_t>;

class SpiLink {
 public:
    virtual ~SpiLink() = default;
    // Select, exchange, deselect: what came back, byte for byte.
    virtual Bytes exchange(const Bytes& out) = 0;
    virtual void pass(machine::Picoseconds time) = 0;
};

class I2cLink {
 public:
    virtual ~I2cLink() = default;
    virtual bool start(std::uint8_t address_byte) = 0;
    virtual bool write(std::uint8_t byte) = 0;
    virtual std::uint8_t read(bool acknowledge) = 0;
    virtual void stop() = 0;
    virtual void pass(machine::Picoseconds time) = 0;
};

// One flash at SPI1 and PA4, and one EEPROM at I2C1, on a board that is powered.
[[nodiscard]] BoardDescription board_with_devices();

[[nodiscard]] std::unique_ptr<SpiLink> spi_link(const std::string& way, const BoardDescription& description);
[[nodiscard]] std::unique_ptr<I2cLink> i2c_link(const std::string& way, const BoardDescription& description);

// The chip's registers, by the debugger's hand.
void open_spi1(BoardOnDesk& desk);
std::uint8_t spi1_exchange(BoardOnDesk& desk, std::uint8_t byte);
void select_pa4(BoardOnDesk& desk, bool low);

}  // namespace jig::board::testing
