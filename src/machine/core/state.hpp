// SPDX-License-Identifier: Apache-2.0
// All that a core is, and the verbs its parts share. Each group of members is implemented in the file named beside it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "machine/core/code_cache.hpp"
#include "machine/core/debug_unit.hpp"
#include "machine/core/dwt.hpp"
#include "machine/core/fpb.hpp"
#include "machine/core/nvic.hpp"
#include "machine/core/polling.hpp"
#include "machine/core/registers.hpp"
#include "machine/core/scb.hpp"
#include "machine/core/systick.hpp"
#include "machine/core/trace_port.hpp"
#include "machine/core_bus.hpp"
#include "machine/instruction_watcher.hpp"
#include "machine/load_log.hpp"
#include "machine/path_log.hpp"

namespace jig::machine {

// A window in the shape the executor's fast path wants; size 0: nothing.
struct DataWindow {
    std::uint32_t base = 0;
    std::uint32_t size = 0;
    std::uint8_t* data = nullptr;
    const CodeTable* table = nullptr;
};

struct AccessKind {
    bool privileged = true;
    bool must_align = false;  // LDM, STM, LDRD, STRD, exclusives: DDI 0403 A3.2.1
    bool stacking = false;    // exception entry and return: faults are told with the frame
};

// What an instruction that could not complete left behind for the run loop.
struct SynchronousEvent {
    unsigned exception = no_exception;  // SVCall included
    bool pending = false;
};

struct CoreState {
    CoreState(CoreBus& the_bus, std::uint32_t cpuid);
    CoreState(const CoreState& other, CoreBus& the_bus);

    CoreBus* bus;
    Registers reg;
    Nvic nvic;
    SysTick systick;
    Scb scb;
    DebugUnit debug;
    Fpb fpb;
    Dwt dwt;
    TracePort trace;
    CodeCache code;
    DataWindow ram;
    DataWindow rom;
    Polling polling;

    std::uint64_t cycle = 0;
    std::uint64_t instructions = 0;
    std::uint64_t deadline = 0;  // the executor returns once cycle >= deadline; 0: something waits to be looked at
    std::uint64_t run_end = 0;
    std::uint64_t stop = ~0ull;
    std::uint32_t it_before = 0;  // ITSTATE of the instruction in execution
    SynchronousEvent synchronous;
    bool held = true;  // in reset
    bool sleeping = false;
    bool locked_up = false;
    bool wait_for_event = false;  // asleep by WFE, not WFI
    bool event_register = false;
    bool exclusive = false;
    bool stored = false;             // a store since Polling looked last
    bool execution_watched = false;  // every instruction is looked at: by the DWT, for `path` or `watcher`
    bool pc_watched = false;
    LoadLog* loads = nullptr;               // like `path`, for loads of data from flash
    PathLog* path = nullptr;                // belongs to the observer; a copy of the core has none
    InstructionWatcher* watcher = nullptr;  // as `path`
    // The instruction that has no slot of its own: fetched over the bus, remapped by the FPB, or a fault to raise.
    std::array<Slot, 4> scratch{};

    // run.cpp
    void run(std::uint64_t until);
    void attend() { deadline = 0; }
    [[nodiscard]] std::uint64_t end() const { return run_end < stop ? run_end : stop; }
    void enter_debug_state(DebugEvent why);
    void leave_debug_state();

    // executor.cpp: runs until the deadline or a synchronous event; one instruction when the deadline has passed.
    void execute();

    // fetch.cpp
    struct Place {
        Slot* slot;
        CodeTable* table;
    };
    Place enter(std::uint32_t address);
    Place fetch_place(std::uint32_t address);
    Slot decode_at(CodeTable& table, std::uint32_t address);
    void map(std::span<const MemoryWindow> windows);
    void choose_data_windows();
    void code_changed(std::uint32_t address, std::uint32_t length) { code.changed(address, length); }

    // memory.cpp: true when done; false when a fault was raised.
    bool load_data(std::uint32_t address, Width width, std::uint32_t& value, AccessKind kind);
    bool store_data(std::uint32_t address, Width width, std::uint32_t value, AccessKind kind);
    BusReply read_vector(std::uint32_t address);

    // faults.cpp
    void raise(unsigned exception, std::uint32_t cfsr_bits);
    void raise_debug_event(DebugEvent why);
    void watch_hit();
    [[nodiscard]] bool monitor_steps() const;
    void monitor_stepped();
    void pend_asynchronous_bus_fault(std::uint32_t cfsr_bits);
    [[nodiscard]] unsigned escalated(unsigned exception);

    // exceptions.cpp
    bool take_pending_exception();
    void take_synchronous();
    void take_exception(unsigned number, std::uint32_t return_address);
    void return_from_exception(std::uint32_t exc_return);
    [[nodiscard]] bool exception_waits() const;
    [[nodiscard]] bool wakes_from_sleep() const;

    // reset.cpp
    void power_on_reset();
    void system_reset();
    void release_reset();

    // system_control.cpp
    void set_irq(unsigned position, bool asserted);
    void pend_interrupt(unsigned number);
    void send_event();

    // system_space.cpp: 0xE0000000..0xE00FFFFF; fault = not the core's.
    BusReply read_system(std::uint32_t address, Width width, bool by_debugger);
    BusReply write_system(std::uint32_t address, Width width, std::uint32_t value, bool by_debugger);
    std::uint32_t read_scs(std::uint32_t offset, bool by_debugger);
    void write_scs(std::uint32_t offset, std::uint32_t value, bool by_debugger);

    // debug_registers.cpp
    [[nodiscard]] std::uint32_t read_dhcsr(bool by_debugger);
    void write_dhcsr(std::uint32_t value, bool by_debugger);
    void write_dcrsr(std::uint32_t value);
    void write_demcr(std::uint32_t value);

    // special_registers.cpp
    [[nodiscard]] std::uint32_t read_special(unsigned sysm) const;
    void write_special(unsigned sysm, unsigned mask, std::uint32_t value);

 private:
    CoreState(const CoreState&) = default;
    Slot fetch_outside(std::uint32_t address);
    [[nodiscard]] Slot with_breakpoint(Slot slot, std::uint32_t address) const;
    bool fetch_half_word(std::uint32_t address, std::uint16_t& half);
    BusReply read_memory(std::uint32_t address, Width width);
    BusReply write_memory(std::uint32_t address, Width width, std::uint32_t value);
    void watch_access(std::uint32_t address, Width width, bool is_write);
    bool forgiven_data_fault(std::uint32_t address);
    bool load_aligned(std::uint32_t address, Width width, std::uint32_t& value, AccessKind kind);
    bool store_aligned(std::uint32_t address, Width width, std::uint32_t value, AccessKind kind);
    bool push_frame(std::uint32_t return_address);
    bool pop_frame(std::uint32_t sp, std::uint32_t exc_return);
    void enter_handler(unsigned number, std::uint32_t exc_return);
    [[nodiscard]] bool return_is_legal(std::uint32_t exc_return) const;
    void refuse_return(std::uint32_t exc_return);
    void pass_idle_time();
    bool look_around();
    bool vector_catch(unsigned exception) const;
    void lock_up();
    void forget_breakpoints();
    std::uint32_t read_icsr() const;
    void write_icsr(std::uint32_t value);
    std::uint32_t read_shcsr() const;
    void write_shcsr(std::uint32_t value);
    void write_aircr(std::uint32_t value);
};

}  // namespace jig::machine
