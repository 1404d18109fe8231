// SPDX-License-Identifier: Apache-2.0
// The Cortex-M3 r1p1 of the virtual chip: registers, NVIC, SysTick, SCB and the debug unit, run by cycles. It knows
// memory only as windows and a CoreBus.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "machine/core_bus.hpp"

namespace jig::machine {

struct CoreState;
class InstructionWatcher;
class LoadLog;
class PathLog;

class Core {
 public:
    Core(CoreBus& bus, std::uint32_t cpuid);
    // The same moment on another bus; the owner maps its windows before running it.
    Core(const Core& other, CoreBus& bus);
    ~Core();

    // Replaces all windows. What was decoded from a window that comes back with the same base, size and data is kept,
    // so that withdrawing flash while it is busy costs nothing. May be called from a bus callback.
    void map(std::span<const MemoryWindow> windows);
    // Memory behind a window, mapped now or before, was written by somebody else (flash programming, the debugger,
    // DMA). One call with any of its addresses is enough for all windows that show the same bytes.
    void code_changed(std::uint32_t address, std::uint32_t length);

    // Power-on resets the debug unit too. Both leave the core held until release_reset().
    void power_on_reset();
    void system_reset();
    // Takes SP and PC from the words at 0 and 4, always through the bus (Master::core_fetch); halts before the first
    // instruction when DEMCR.VC_CORERESET asks for it.
    void release_reset();

    // Runs until cycle() >= until_cycle; sleeps and halts pass in no time of ours. A bus callback may bring the end
    // nearer with stop_at(); with a cycle that has passed, run() returns after the instruction under way.
    // In deep sleep it returns at once: the chip stops the clock, or lets time pass itself.
    void run(std::uint64_t until_cycle);
    void stop_at(std::uint64_t cycle);
    [[nodiscard]] std::uint64_t cycle() const;
    [[nodiscard]] std::uint64_t instructions() const;

    // Called from CoreBus::read by a status register whose value cannot change before `cycle` unless somebody writes:
    // lets the core skip whole turns of a polling loop, exactly.
    void nothing_changes_until(std::uint64_t cycle);

    void set_irq(unsigned position, bool asserted);
    void send_event();  // RXEV: sets the event register, wakes WFE (DDI 0403, "Wait For Event and Send Event")

    // The debugger's accesses to 0xE0000000..0xE00FFFFF. Peripheral-side words there (DBGMCU, ROM table) are not the
    // core's: it answers fault = true for what it does not own.
    BusReply debug_read(std::uint32_t address, Width width);
    BusReply debug_write(std::uint32_t address, Width width, std::uint32_t value);

    // Reports every instruction to `log` until it is given nullptr; a copy of the core reports to none.
    void follow_path(PathLog* log);
    // The same for loads of data from windows that cannot be written.
    void note_loads(LoadLog* log);
    void tell_of_instructions(InstructionWatcher* watcher);

    [[nodiscard]] std::uint32_t pc() const;
    // R0 to R12, SP, LR, PC, xPSR by the number DCRSR uses.
    [[nodiscard]] std::uint32_t register_value(unsigned number) const;
    [[nodiscard]] bool halted() const;
    [[nodiscard]] bool debug_enabled() const;  // DHCSR.C_DEBUGEN
    [[nodiscard]] bool sleeping() const;
    [[nodiscard]] bool locked_up() const;

 private:
    std::unique_ptr<CoreState> state_;
};

}  // namespace jig::machine
