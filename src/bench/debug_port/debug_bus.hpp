// SPDX-License-Identifier: Apache-2.0
// What a debug port needs of the chip behind it: the bus master's accesses, the pins' mode, power and the time.
#pragma once

#include <cstdint>

#include "machine/chip.hpp"

namespace jig::bench {

class DebugBus {
 public:
    virtual ~DebugBus() = default;
    [[nodiscard]] virtual machine::Picoseconds now() const = 0;
    // One access of the AHB-AP at now(); it is complete at the reply's ready_at.
    virtual machine::DebugReply read(std::uint32_t address, machine::Width width) = 0;
    virtual machine::DebugReply write(std::uint32_t address, machine::Width width, std::uint32_t value) = 0;
    [[nodiscard]] virtual bool powered() const = 0;
    [[nodiscard]] virtual bool swd_enabled() const = 0;
    [[nodiscard]] virtual bool jtag_enabled() const = 0;
    // CDBGPWRUPREQ changed.
    virtual void set_debug_power(bool on) = 0;
    [[nodiscard]] virtual const machine::ChipConfig& config() const = 0;
};

// Turns cycles of the wire's clock into time on the board. Implemented by whoever knows the frequency.
class WireTime {
 public:
    virtual ~WireTime() = default;
    virtual void pass(std::uint64_t clock_cycles) = 0;
};

}  // namespace jig::bench
