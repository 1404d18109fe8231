// SPDX-License-Identifier: Apache-2.0
// Two ways to make one access on a chip: raw through the debug port, or by a program that runs on the core. A rule of
// the chip is proven when it holds in both hands.
#pragma once

#include <cstdint>

#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine::testing {

struct Answer {
    std::uint32_t value = 0;
    bool fault = false;
    Picoseconds took{0};  // from asking until the access was over
};

class Hands {
 public:
    virtual ~Hands() = default;
    virtual Answer read(std::uint32_t address, Width width) = 0;
    virtual Answer write(std::uint32_t address, std::uint32_t value, Width width) = 0;
    // The chip has been reset or got power: be ready again.
    virtual void chip_started() = 0;
};

class DebuggerHands final : public Hands {
 public:
    explicit DebuggerHands(ChipOnDesk& desk) : desk_(desk) {}
    Answer read(std::uint32_t address, Width width) override;
    Answer write(std::uint32_t address, std::uint32_t value, Width width) override;
    void chip_started() override { desk_.chip.set_debug_power(true); }

 private:
    ChipOnDesk& desk_;
};

// Where the program of CoreHands runs.
enum class CodeIn { flash, sram };

// A monitor program in page 0 takes orders from a mailbox in SRAM. No debugger is attached as far as the chip knows.
class CoreHands final : public Hands {
 public:
    CoreHands(ChipOnDesk& desk, CodeIn code_in) : desk_(desk), code_in_(code_in) {}
    Answer read(std::uint32_t address, Width width) override;
    Answer write(std::uint32_t address, std::uint32_t value, Width width) override;
    void chip_started() override;

    // Puts the monitor into the chip's flash, as if it had been programmed before.
    static void install(ChipMemory& memory);

 private:
    Answer order(std::uint32_t command, std::uint32_t address, std::uint32_t value);
    void poke(std::uint32_t address, std::uint32_t value);
    std::uint32_t peek(std::uint32_t address);
    void move_to_sram();

    ChipOnDesk& desk_;
    CodeIn code_in_;
};

}  // namespace jig::machine::testing
