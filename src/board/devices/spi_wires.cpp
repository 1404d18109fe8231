// SPDX-License-Identifier: Apache-2.0
#include "board/devices/spi_wires.hpp"

namespace jig::board {

using machine::Level;
using machine::OutsidePads;
using machine::Picoseconds;

void SpiWires::select(SpiFlash& device, OutsidePads& pads, Picoseconds at) {
    bits_ = 0;
    out_ = device.offer(at);
    put_bit(pads);
}

void SpiWires::deselect(OutsidePads& pads) { pads.set_outside_level(pins_.miso, Level::floating); }

void SpiWires::put_bit(OutsidePads& pads) const {
    pads.set_outside_level(pins_.miso, (out_ >> (7 - bits_) & 1) != 0 ? Level::high : Level::low);
}

// Both modes sample at the rising edge and change at the falling one; they differ in where the clock rests.
void SpiWires::clock(SpiFlash& device, OutsidePads& pads, bool high, Picoseconds at) {
    if (!high) return put_bit(pads);
    in_ = static_cast<std::uint8_t>(in_ << 1 | (pads.pad_is_high(pins_.mosi) ? 1 : 0));
    if (++bits_ < 8) return;
    bits_ = 0;
    device.take(in_, at);
    out_ = device.offer(at);
}

}  // namespace jig::board
