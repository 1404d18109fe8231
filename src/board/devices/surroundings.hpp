// SPDX-License-Identifier: Apache-2.0
// The devices around a chip, by value, and who of them hears what: frames of a bus go to the devices on it that are
// selected or addressed, edges of pins to the devices that hang on them.
#pragma once

#include <cstdint>
#include <vector>

#include "board/devices/description.hpp"
#include "machine/outside.hpp"

namespace jig::board {

class Surroundings final : public machine::Outside {
 public:
    explicit Surroundings(const DeviceDescriptions& devices);

    std::uint16_t spi_exchange(unsigned spi, std::uint16_t mosi, unsigned bits, machine::Picoseconds at) override;
    bool i2c_start(unsigned i2c, std::uint8_t address, machine::Picoseconds at) override;
    bool i2c_write(unsigned i2c, std::uint8_t byte, machine::Picoseconds at) override;
    std::uint8_t i2c_read(unsigned i2c, machine::Picoseconds at) override;
    void i2c_stop(unsigned i2c, machine::Picoseconds at) override;
    [[nodiscard]] std::span<const machine::Pin> listens_to() const override { return listens_to_; }
    void pad_changed(machine::OutsidePads& pads, machine::Pin pin, bool high, machine::Picoseconds at) override;

    // The board gets power: devices forget what they do not keep without it.
    void power_on();
    // Pins that devices drive.
    [[nodiscard]] std::vector<machine::Pin> driven() const;

    [[nodiscard]] const SpiFlash& spi_flash(std::size_t index) const { return flashes_.at(index).device; }
    [[nodiscard]] const I2cEeprom& i2c_eeprom(std::size_t index) const { return eeproms_.at(index).device; }

 private:
    struct PlacedFlash {
        SpiFlashDescription place;
        SpiFlash device;
        SpiWires wires;
        bool selected = false;
    };
    struct PlacedEeprom {
        I2cEepromDescription place;
        I2cEeprom device;
        I2cWires wires;
        bool answers = false;  // on the hardware's bus
    };

    void pad_of_flash(PlacedFlash& flash, machine::OutsidePads& pads, machine::Pin pin, bool high,
                      machine::Picoseconds at);

    std::vector<PlacedFlash> flashes_;
    std::vector<PlacedEeprom> eeproms_;
    std::vector<machine::Pin> listens_to_;
};

}  // namespace jig::board
