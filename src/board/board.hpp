// SPDX-License-Identifier: Apache-2.0
// A virtual board: a chip, what is soldered around it, and lamps a person could look at. Contents come through spans,
// so that whoever owns the board decides whether they are a mapped file or plain memory.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "board/description.hpp"
#include "board/devices/surroundings.hpp"
#include "machine/chip.hpp"

namespace jig::board {

struct LampState {
    std::string name;
    bool lit = false;
    std::uint64_t toggles = 0;  // since power-on
    machine::Picoseconds last_change{0};
    machine::Picoseconds last_lit{0};  // when it last went on
    machine::Picoseconds period{0};    // between the last two times it went on; 0 until there were two
};

class Board {
 public:
    // `storage` holds the contents already; the board is left without power.
    Board(const BoardDescription& description, machine::ChipStorage storage);
    // The same moment of the same board on other storage, whose contents the caller has copied.
    Board(const Board& other, machine::ChipStorage storage);

    [[nodiscard]] const BoardDescription& description() const { return description_; }
    [[nodiscard]] machine::Chip& chip() { return chip_; }
    [[nodiscard]] const machine::Chip& chip() const { return chip_; }

    // Straps and input levels are applied, then the chip gets power.
    void power_on();
    void power_off();
    // Lets time pass and keeps the lamps' record.
    void run_until(machine::Picoseconds time);
    [[nodiscard]] const std::vector<LampState>& lamps() const { return lamps_; }
    // From now on the edges of all pins are kept until they are taken; for an observer that looks at more than lamps.
    void watch_all_pins();
    [[nodiscard]] std::vector<machine::PinEdge> take_edges() { return std::exchange(edges_, {}); }
    // The devices on the board. They keep what a real one keeps while the board is off; a board that is made anew
    // starts with what its description says.
    [[nodiscard]] const Surroundings& devices() const { return *surroundings_; }

 private:
    void strap_pins();
    void follow_lamps();

    BoardDescription description_;
    std::unique_ptr<Surroundings> surroundings_;  // where the chip finds it even when the board is moved
    machine::Chip chip_;
    std::vector<LampState> lamps_;
    bool all_pins_watched_ = false;
    std::vector<machine::PinEdge> edges_;
};

}  // namespace jig::board
