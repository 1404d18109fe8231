// SPDX-License-Identifier: Apache-2.0
// Levels on pads: the chip's output wins over the board, the board over a pull resistor; nothing at all reads high.
#include "machine/pads.hpp"

#include <cassert>
#include <utility>

namespace jig::machine {

std::size_t Pads::index(Pin pin) {
    assert(pin.port >= 'A' && pin.port < static_cast<char>('A' + ports) && pin.number < pins_per_port);
    return static_cast<std::size_t>(pin.port - 'A') * pins_per_port + pin.number;
}

bool Pads::is_high(Pin pin) const {
    const Pad& p = pad(pin);
    for (const Level level : {p.driven, p.board, p.pull})
        if (level != Level::floating) return level == Level::high;
    return true;
}

bool Pads::set_input(Pin pin, Level level) {
    const bool before = is_high(pin);
    pads_[index(pin)].board = level;
    pads_[index(pin)].millivolts.reset();
    return is_high(pin) != before;
}

// A digital input takes the upper half for high.
bool Pads::set_input_voltage(Pin pin, unsigned millivolts) {
    const bool changed = set_input(pin, 2 * millivolts >= vdda_millivolts ? Level::high : Level::low);
    pads_[index(pin)].millivolts = millivolts;
    return changed;
}

unsigned Pads::millivolts(Pin pin) const {
    const Pad& p = pad(pin);
    if (p.driven == Level::floating && p.millivolts) return *p.millivolts;
    for (const Level level : {p.driven, p.board, p.pull})
        if (level != Level::floating) return level == Level::high ? vdda_millivolts : 0;
    return vdda_millivolts / 2;
}

bool Pads::drive(Pin pin, Level level, Level pull, Picoseconds now) {
    Pad& p = pads_[index(pin)];
    const bool before = is_high(pin);
    if (p.watched && p.driven != level) edges_.push_back({now, pin, level});
    p.driven = level;
    p.pull = pull;
    return is_high(pin) != before;
}

void Pads::power_off(Picoseconds now) {
    for (std::size_t i = 0; i < pads_.size(); ++i)
        drive({static_cast<char>('A' + i / pins_per_port), static_cast<std::uint8_t>(i % pins_per_port)},
              Level::floating, Level::floating, now);
}

void Pads::watch(std::span<const Pin> pins) {
    for (Pad& p : pads_) p.watched = false;
    for (const Pin pin : pins) pads_[index(pin)].watched = true;
}

void Pads::listen(std::span<const Pin> pins) {
    for (Pad& p : pads_) p.listened = false;
    for (const Pin pin : pins) pads_[index(pin)].listened = true;
}

std::vector<PinEdge> Pads::take_edges() { return std::exchange(edges_, {}); }

}  // namespace jig::machine
