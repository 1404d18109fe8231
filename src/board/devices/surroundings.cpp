// SPDX-License-Identifier: Apache-2.0
#include "board/devices/surroundings.hpp"

#include <algorithm>

namespace jig::board {
namespace {

using machine::OutsidePads;
using machine::Picoseconds;
using machine::Pin;

std::span<const std::uint8_t> bytes_of(const Contents& contents) {
    return contents ? std::span<const std::uint8_t>(*contents) : std::span<const std::uint8_t>();
}

bool is_on(const std::vector<unsigned>& buses, unsigned bus) { return std::ranges::find(buses, bus) != buses.end(); }

}  // namespace

Surroundings::Surroundings(const DeviceDescriptions& devices) {
    for (const SpiFlashDescription& place : devices.spi_flashes) {
        flashes_.push_back({place, SpiFlash(place.config, bytes_of(place.contents)), SpiWires(place.pins)});
        listens_to_.insert(listens_to_.end(), {place.pins.sck, place.select});
    }
    for (const I2cEepromDescription& place : devices.i2c_eeproms) {
        eeproms_.push_back({place, I2cEeprom(place.config, bytes_of(place.contents)), I2cWires(place.pins)});
        listens_to_.insert(listens_to_.end(), {place.pins.scl, place.pins.sda});
    }
}

// Several selected devices pull MISO low together; nobody leaves it high.
std::uint16_t Surroundings::spi_exchange(unsigned spi, std::uint16_t mosi, unsigned bits, Picoseconds at) {
    std::uint16_t miso = 0xFFFF;
    for (PlacedFlash& flash : flashes_) {
        if (!is_on(flash.place.buses, spi)) continue;
        std::uint32_t answer = 0;
        for (unsigned left = bits; left != 0; left -= 8) {
            answer = answer << 8 | flash.device.offer(at);
            flash.device.take(static_cast<std::uint8_t>(mosi >> (left - 8)), at);
        }
        miso &= static_cast<std::uint16_t>(answer);
    }
    return miso;
}

bool Surroundings::i2c_start(unsigned i2c, std::uint8_t address, Picoseconds at) {
    bool acknowledged = false;
    for (PlacedEeprom& eeprom : eeproms_) {
        if (!is_on(eeprom.place.buses, i2c)) continue;
        eeprom.answers = eeprom.device.start(address, at);
        acknowledged = acknowledged || eeprom.answers;
    }
    return acknowledged;
}

bool Surroundings::i2c_write(unsigned i2c, std::uint8_t byte, Picoseconds) {
    bool acknowledged = false;
    for (PlacedEeprom& eeprom : eeproms_)
        if (eeprom.answers && is_on(eeprom.place.buses, i2c)) acknowledged = eeprom.device.write(byte) || acknowledged;
    return acknowledged;
}

std::uint8_t Surroundings::i2c_read(unsigned i2c, Picoseconds) {
    std::uint8_t byte = 0xFF;
    for (PlacedEeprom& eeprom : eeproms_)
        if (eeprom.answers && is_on(eeprom.place.buses, i2c)) byte &= eeprom.device.read();
    return byte;
}

void Surroundings::i2c_stop(unsigned i2c, Picoseconds at) {
    for (PlacedEeprom& eeprom : eeproms_) {
        if (!is_on(eeprom.place.buses, i2c)) continue;
        eeprom.device.stop(at);
        eeprom.answers = false;
    }
}

void Surroundings::pad_changed(OutsidePads& pads, Pin pin, bool high, Picoseconds at) {
    for (PlacedFlash& flash : flashes_) pad_of_flash(flash, pads, pin, high, at);
    for (PlacedEeprom& eeprom : eeproms_)
        if (pin == eeprom.place.pins.scl || pin == eeprom.place.pins.sda)
            eeprom.wires.edge(eeprom.device, pads, pin, high, at);
}

void Surroundings::pad_of_flash(PlacedFlash& flash, OutsidePads& pads, Pin pin, bool high, Picoseconds at) {
    if (pin == flash.place.pins.sck && flash.selected) flash.wires.clock(flash.device, pads, high, at);
    if (pin != flash.place.select || flash.selected == !high) return;
    flash.selected = !high;
    if (flash.selected) {
        flash.device.select(at);
        flash.wires.select(flash.device, pads, at);
    } else {
        flash.device.deselect(at);
        flash.wires.deselect(pads);
    }
}

void Surroundings::power_on() {
    for (PlacedFlash& flash : flashes_) {
        flash.device.power_on();
        flash.selected = false;
        flash.wires = SpiWires(flash.place.pins);
    }
    for (PlacedEeprom& eeprom : eeproms_) {
        eeprom.device.power_on();
        eeprom.answers = false;
        eeprom.wires = I2cWires(eeprom.place.pins);
    }
}

std::vector<Pin> Surroundings::driven() const {
    std::vector<Pin> pins;
    for (const PlacedFlash& flash : flashes_) pins.push_back(flash.place.pins.miso);
    for (const PlacedEeprom& eeprom : eeproms_) pins.push_back(eeprom.place.pins.sda);
    return pins;
}

}  // namespace jig::board
