// SPDX-License-Identifier: Apache-2.0
// Somebody who is told of every instruction. A chip that has one runs at less than half its speed, and to the same
// moments.
#pragma once

#include <cstdint>
#include <span>

namespace jig::machine {

class InstructionWatcher {
 public:
    virtual ~InstructionWatcher() = default;

    // Called while the chip runs: of the chip, ask only what an observer may know, and its time. What began before has
    // ended. `code`: the instruction's bytes; empty where they came over the bus. In a polling loop, turns that change
    // nothing may be left out; instructions() counts them.
    virtual void begins(std::uint32_t address, std::span<const std::uint8_t> code) = 0;
    // What began last has ended, or a fault was found in it. Comes before an exception is entered, and not where
    // begins() follows at once.
    virtual void ended() = 0;
};

}  // namespace jig::machine
