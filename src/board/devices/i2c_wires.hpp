// SPDX-License-Identifier: Apache-2.0
// I2C as edges on pins, for firmware that moves them by software: start, stop, bytes and acknowledges of one device on
// an open-drain bus with pull-ups.
#pragma once

#include <cstdint>

#include "board/devices/i2c_eeprom.hpp"
#include "machine/outside.hpp"

namespace jig::board {

struct I2cPins {
    machine::Pin scl;
    machine::Pin sda;
    friend bool operator==(const I2cPins&, const I2cPins&) = default;
};

class I2cWires {
 public:
    explicit I2cWires(const I2cPins& pins) : pins_(pins) {}

    // SCL or SDA has changed.
    void edge(I2cEeprom& device, machine::OutsidePads& pads, machine::Pin pin, bool high, machine::Picoseconds at);

 private:
    // ignoring: another device is spoken to, or this one has been refused or has refused.
    enum class Phase : std::uint8_t { ignoring, address, receiving, sending };

    void clock_rises(machine::OutsidePads& pads);
    void clock_falls(I2cEeprom& device, machine::OutsidePads& pads, machine::Picoseconds at);
    void byte_received(I2cEeprom& device, machine::OutsidePads& pads, machine::Picoseconds at);
    void byte_over(I2cEeprom& device, machine::OutsidePads& pads);
    void release(machine::OutsidePads& pads) const;
    void put_bit(machine::OutsidePads& pads) const;

    I2cPins pins_;
    Phase phase_ = Phase::ignoring;
    std::uint8_t byte_ = 0;
    unsigned clocks_ = 0;  // rising edges of the byte under way; the ninth carries the acknowledge
    bool acknowledged_ = false;
};

}  // namespace jig::board
