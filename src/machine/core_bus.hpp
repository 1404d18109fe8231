// SPDX-License-Identifier: Apache-2.0
// What the processor core and the rest of the virtual chip know of each other. The core owns cycles, registers, NVIC,
// SCB, SysTick and the debug unit; the chip owns memory, peripherals and the relation of cycles to time.
#pragma once

#include <cstdint>

namespace jig::machine {

enum class Width : std::uint8_t { byte = 1, half = 2, word = 4 };

// Who asks. Protection rules and stalls depend on it (PM0075 section 2.4).
enum class Master : std::uint8_t { core_data, core_fetch, debug, dma };

// The answer of a bus access.
struct BusReply {
    std::uint32_t value = 0;         // reads: right-aligned, zero-extended
    bool fault = false;              // the slave or the matrix answered ERROR
    std::uint64_t stall_cycles = 0;  // HCLK cycles the master is held before the access completes
};

// A run of memory the core may touch without asking. The chip withdraws it (see Core::map) while reads would stall
// (flash busy), be refused (read protection), or have side effects.
struct MemoryWindow {
    std::uint32_t base = 0;
    std::uint32_t size = 0;  // bytes
    std::uint8_t* data = nullptr;
    bool writable = false;
    bool fetch_only = false;      // instructions and vectors; data accesses still ask
    std::uint8_t fetch_wait = 0;  // extra cycles per fetch that leaves the prefetch path; 0 for SRAM
};

// Every access of the core outside its windows and outside the private peripheral bus comes here; bit-band accesses
// come already translated (a read, or a read and a write of the underlying byte, half-word or word).
// Core::cycle() is exact while a call is under way.
class CoreBus {
 public:
    virtual BusReply read(std::uint32_t address, Width width, Master master) = 0;
    virtual BusReply write(std::uint32_t address, Width width, std::uint32_t value, Master master) = 0;
    // AIRCR.SYSRESETREQ was written; the chip resets at the end of the instruction.
    virtual void reset_requested() = 0;
    // For who keeps a record: the program read one of the core's own registers at 0xE000E000 and up, which no bus
    // serves.
    virtual void own_register_read(std::uint32_t address, std::uint32_t value);
    // For who keeps a record: a fault exception is entered; its number, and the instruction it returns to.
    virtual void fault_taken(unsigned exception, std::uint32_t pc);

 protected:
    ~CoreBus() = default;
};

inline void CoreBus::own_register_read(std::uint32_t, std::uint32_t) {}
inline void CoreBus::fault_taken(unsigned, std::uint32_t) {}

}  // namespace jig::machine
