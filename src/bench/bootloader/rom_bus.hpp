// SPDX-License-Identifier: Apache-2.0
// The chip as the ROM bootloader's code reaches it: loads and stores, and time that passes while it waits. Under read
// protection code in system memory has no more rights than a debugger (PM0075 2.4.1), so its accesses go the way of the
// debug port's. The ROM's own instructions take no time here.
#pragma once

#include <cstdint>
#include <span>

#include "bench/time/board_time.hpp"
#include "machine/chip.hpp"

namespace jig::bench {

class RomBus {
 public:
    using Width = machine::Width;

    RomBus(machine::Chip& chip, BoardTime& time) : chip_(&chip), time_(&time) {}

    // After a bus error, loss of power or a reset nothing is done any more: the code that asked is not running.
    std::uint32_t read(std::uint32_t address, Width width = Width::word);
    void write(std::uint32_t address, std::uint32_t value, Width width = Width::word);
    void set_bits(std::uint32_t address, std::uint32_t bits) { write(address, read(address) | bits); }
    void clear_bits(std::uint32_t address, std::uint32_t bits) { write(address, read(address) & ~bits); }
    [[nodiscard]] bool faulted() const { return faulted_; }

    void wait_for_flash();
    // USART1: the time of one bit, whether a byte has come, and a byte sent to its last bit.
    [[nodiscard]] machine::Picoseconds bit_time();
    [[nodiscard]] bool byte_received();
    void send(std::uint8_t byte);

    // SYSRESETREQ: what the ROM does when option bytes have changed, and what its HardFault handler does.
    void reset_chip();
    // CPSID i.
    void mask_interrupts();
    // CPSIE i, and the core leaves the ROM with this main stack pointer.
    void jump(std::uint32_t msp, std::uint32_t pc);

    [[nodiscard]] machine::Picoseconds now() const { return chip_->now(); }
    void pass(machine::Picoseconds time) { time_->advance(time); }

 private:
    struct CoreRegister {
        std::uint32_t number;  // as DCRSR counts
        std::uint32_t value;
    };
    void set_core_registers(std::span<const CoreRegister> registers);

    machine::Chip* chip_;
    BoardTime* time_;
    bool faulted_ = false;
    bool reset_ = false;
};

}  // namespace jig::bench
