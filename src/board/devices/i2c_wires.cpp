// SPDX-License-Identifier: Apache-2.0
#include "board/devices/i2c_wires.hpp"

namespace jig::board {

using machine::Level;
using machine::OutsidePads;
using machine::Picoseconds;
using machine::Pin;

// SDA that moves while SCL is high is a start or a stop condition.
void I2cWires::edge(I2cEeprom& device, OutsidePads& pads, Pin pin, bool high, Picoseconds at) {
    if (pin == pins_.scl) {
        if (phase_ == Phase::ignoring) return;
        if (high) return clock_rises(pads);
        return clock_falls(device, pads, at);
    }
    if (!pads.pad_is_high(pins_.scl)) return;
    release(pads);
    clocks_ = 0;
    phase_ = high ? Phase::ignoring : Phase::address;
    if (high) device.stop(at);
}

void I2cWires::release(OutsidePads& pads) const { pads.set_outside_level(pins_.sda, Level::floating); }

void I2cWires::put_bit(OutsidePads& pads) const {
    pads.set_outside_level(pins_.sda, (byte_ >> (7 - clocks_) & 1) != 0 ? Level::floating : Level::low);
}

void I2cWires::clock_rises(OutsidePads& pads) {
    const bool sda = pads.pad_is_high(pins_.sda);
    ++clocks_;
    if (clocks_ == 9) {
        acknowledged_ = !sda;
    } else if (phase_ != Phase::sending) {
        byte_ = static_cast<std::uint8_t>(byte_ << 1 | (sda ? 1 : 0));
    }
}

void I2cWires::clock_falls(I2cEeprom& device, OutsidePads& pads, Picoseconds at) {
    if (clocks_ == 9) return byte_over(device, pads);
    if (phase_ == Phase::sending) {
        if (clocks_ < 8) return put_bit(pads);
        return release(pads);
    }
    if (clocks_ == 8) byte_received(device, pads, at);
}

void I2cWires::byte_received(I2cEeprom& device, OutsidePads& pads, Picoseconds at) {
    const bool taken = phase_ == Phase::address ? device.start(byte_, at) : device.write(byte_);
    if (taken) {
        pads.set_outside_level(pins_.sda, Level::low);
    } else {
        phase_ = Phase::ignoring;
    }
}

// After the acknowledge: the address says who sends; a master that does not acknowledge ends the reading.
void I2cWires::byte_over(I2cEeprom& device, OutsidePads& pads) {
    clocks_ = 0;
    release(pads);
    if (phase_ == Phase::address) {
        phase_ = (byte_ & 1) != 0 ? Phase::sending : Phase::receiving;
    } else if (phase_ == Phase::sending && !acknowledged_) {
        phase_ = Phase::ignoring;
    }
    if (phase_ != Phase::sending) return;
    byte_ = device.read();
    put_bit(pads);
}

}  // namespace jig::board
