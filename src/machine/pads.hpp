// SPDX-License-Identifier: Apache-2.0
// The chip's pads: what the board drives, what the chip drives, its pull resistors, and the edges that result.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "machine/chip.hpp"

namespace jig::machine {

class Pads {
 public:
    // True: the level that is read on the pad has changed.
    bool set_input(Pin pin, Level level);
    bool set_input_voltage(Pin pin, unsigned millivolts);
    bool drive(Pin pin, Level level, Level pull, Picoseconds now);
    void power_off(Picoseconds now);

    [[nodiscard]] bool is_high(Pin pin) const;
    [[nodiscard]] unsigned millivolts(Pin pin) const;
    [[nodiscard]] Level output(Pin pin) const { return pad(pin).driven; }

    void watch(std::span<const Pin> pins);
    [[nodiscard]] bool watched(Pin pin) const { return pad(pin).watched; }
    // Pads whose edges somebody outside the chip is told.
    void listen(std::span<const Pin> pins);
    [[nodiscard]] bool outside_listens(Pin pin) const { return pad(pin).listened; }
    [[nodiscard]] std::vector<PinEdge> take_edges();

 private:
    struct Pad {
        Level board = Level::floating;
        Level driven = Level::floating;
        Level pull = Level::floating;
        std::optional<unsigned> millivolts;  // what the board applies, where it is no mere level
        bool watched = false;
        bool listened = false;
    };
    static constexpr unsigned ports = 7;
    static constexpr unsigned pins_per_port = 16;

    [[nodiscard]] static std::size_t index(Pin pin);
    [[nodiscard]] const Pad& pad(Pin pin) const { return pads_[index(pin)]; }

    std::array<Pad, ports * pins_per_port> pads_;
    std::vector<PinEdge> edges_;
};

}  // namespace jig::machine
