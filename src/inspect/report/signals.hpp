// SPDX-License-Identifier: Apache-2.0
// What a boot showed as signals over time: lamps, pins, serial ports, resets and faults, and the reads of identity.
#pragma once

#include <string>
#include <vector>

#include "inspect/boot/boot_record.hpp"
#include "inspect/findings/case.hpp"
#include "inspect/report/paired_boots.hpp"

namespace jig::inspect {

struct Activity {
    enum class Kind : std::uint8_t { on, busy, event };
    Kind kind = Kind::on;
    Picoseconds from{0};
    Picoseconds to{0};
};

// One signal on one board.
struct Trace {
    std::vector<Activity> activity;
    std::string words;  // "blinks every 500 ms, 8 changes"
};

struct Signal {
    std::string name;  // "green (PB1)"
    Trace golden;
    Trace copy;  // empty when there is none
    bool differs = false;
};

// More pins than this are left out, those that do the same on both boards first; so are pins that are set once and
// alike.
inline constexpr std::size_t most_pins = 8;

struct Signals {
    std::vector<Signal> list;  // lamps, other pins, USARTs, then what happened to the chip
    std::size_t pins_left_out = 0;
};
[[nodiscard]] Signals signals_of(const Case& the_case, const PairedBoots& boots);

// A pin that changes more often than that is drawn as busy: nobody could see its edges.
inline constexpr std::size_t most_edges_drawn = 200;
// When the pin was at the level that counts as on.
[[nodiscard]] std::vector<Activity> pin_activity(const PinActivity& pin, machine::Level on, Picoseconds duration);

}  // namespace jig::inspect
