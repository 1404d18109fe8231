// SPDX-License-Identifier: Apache-2.0
// What a person, a terminal and a logic analyser would have seen of a boot, and what the program did to get there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/range.hpp"
#include "board/board.hpp"
#include "machine/chip.hpp"

namespace jig::inspect {

using machine::Picoseconds;

struct PinActivity {
    std::uint64_t edges = 0;
    machine::Level last = machine::Level::floating;
    Picoseconds last_at{0};
    std::vector<machine::PinEdge> kept;  // the first of them
};

// A stretch of a UART's text, with the moment by which it had been sent, to the millisecond.
struct UartMoment {
    Picoseconds at;
    std::size_t bytes = 0;  // of the whole text, up to here
};

struct BootReset {
    machine::ResetCause cause;
    Picoseconds at;
};

// Where the program was when time was up.
enum class Settled : std::uint8_t {
    loop,           // turns in code it had turned in before
    sleep,          // sleeps between interrupts, or for good
    low_power,      // Stop or Standby
    fault_handler,  // inside a fault exception
    locked_up,
    halted,      // a breakpoint instruction
    reset_loop,  // resets itself again and again
    no_start,    // no instruction of the flash has run
    unsettled,   // still does new things
};
[[nodiscard]] const char* name_of(Settled settled);

struct BootRecord {
    Picoseconds duration{0};  // from power-on
    std::vector<board::LampState> lamps;
    std::map<machine::Pin, PinActivity> pins;                  // those the program has driven
    std::map<unsigned, std::vector<std::uint8_t>> uart;        // by USART number
    std::map<unsigned, std::vector<UartMoment>> uart_moments;  // the first of them
    std::vector<machine::LoggedRead> reads;
    std::vector<BootReset> resets;
    std::vector<machine::FaultTaken> faults;
    Settled settled = Settled::unsettled;
    std::vector<AddressRange> final_code;  // what ran at the end, joined and in order
    std::uint32_t final_pc = 0;
    std::uint64_t instructions = 0;
    std::vector<machine::UnmodelledAccess> unmodelled;
};

}  // namespace jig::inspect
