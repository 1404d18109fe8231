// SPDX-License-Identifier: Apache-2.0
// What is soldered around the chip, as its buses and pads meet it: whole frames from its SPI and I2C masters, and the
// edges of the pads that somebody outside listens to. A chip that is copied has nothing around it until it is
// connected again.
#pragma once

#include <cstdint>
#include <span>

#include "machine/pins.hpp"
#include "machine/time.hpp"

namespace jig::machine {

// The chip's pads as seen from outside, while a call of Outside is under way.
class OutsidePads {
 public:
    [[nodiscard]] virtual bool pad_is_high(Pin pin) const = 0;
    // What somebody outside drives onto a pad from now on. It does not come back as pad_changed().
    virtual void set_outside_level(Pin pin, Level level) = 0;

 protected:
    ~OutsidePads() = default;
};

// Calls come in the order of time, `at` is now.
class Outside {
 public:
    // One frame of SPI1 to SPI3 as master. The first bit on the wire is the highest of `bits`, 8 or 16; the result is
    // what was on MISO meanwhile, all ones where nobody answered.
    virtual std::uint16_t spi_exchange(unsigned spi, std::uint16_t mosi, unsigned bits, Picoseconds at) = 0;
    // I2C1 or I2C2 as master: a start condition and the byte after it (address and R/W), bytes written, bytes read, and
    // the stop condition. True: somebody acknowledged.
    virtual bool i2c_start(unsigned i2c, std::uint8_t address, Picoseconds at) = 0;
    virtual bool i2c_write(unsigned i2c, std::uint8_t byte, Picoseconds at) = 0;
    virtual std::uint8_t i2c_read(unsigned i2c, Picoseconds at) = 0;
    virtual void i2c_stop(unsigned i2c, Picoseconds at) = 0;
    // The pads whose edges are told, and such an edge.
    [[nodiscard]] virtual std::span<const Pin> listens_to() const = 0;
    virtual void pad_changed(OutsidePads& pads, Pin pin, bool high, Picoseconds at) = 0;

 protected:
    ~Outside() = default;
};

}  // namespace jig::machine
