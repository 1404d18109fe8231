// SPDX-License-Identifier: Apache-2.0
// SPI as edges on pins, for firmware that moves them by software: modes 0 and 3, highest bit first.
#pragma once

#include <cstdint>

#include "board/devices/spi_flash.hpp"
#include "machine/outside.hpp"

namespace jig::board {

struct SpiPins {
    machine::Pin sck;
    machine::Pin mosi;
    machine::Pin miso;
    friend bool operator==(const SpiPins&, const SpiPins&) = default;
};

class SpiWires {
 public:
    explicit SpiWires(const SpiPins& pins) : pins_(pins) {}

    void select(SpiFlash& device, machine::OutsidePads& pads, machine::Picoseconds at);
    void deselect(machine::OutsidePads& pads);
    // SCK of the selected device has changed.
    void clock(SpiFlash& device, machine::OutsidePads& pads, bool high, machine::Picoseconds at);

 private:
    void put_bit(machine::OutsidePads& pads) const;

    SpiPins pins_;
    std::uint8_t in_ = 0;
    std::uint8_t out_ = 0xFF;
    unsigned bits_ = 0;  // taken in of the byte under way
};

}  // namespace jig::board
