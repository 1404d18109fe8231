// SPDX-License-Identifier: Apache-2.0
// Unicorn's Cortex-M3 on memory of the caller's, driven one instruction at a time.
#pragma once

#include <unicorn/unicorn.h>

#include <array>
#include <cstdint>
#include <span>

namespace jig::oracle {

// How a step ended, in either machine.
enum class Outcome { completed, fault, svc, bkpt };

// What a step reads and leaves: registers as the debugger sees them.
struct Registers {
    std::array<std::uint32_t, 16> r{};
    std::uint32_t apsr = 0;
};

class UnicornMachine {
 public:
    UnicornMachine(std::uint32_t flash_base, std::span<std::uint8_t> flash, std::uint32_t sram_base,
                   std::span<std::uint8_t> sram);
    ~UnicornMachine();
    UnicornMachine(const UnicornMachine&) = delete;
    UnicornMachine& operator=(const UnicornMachine&) = delete;

    // One instruction from registers.r[15] on, an IT instruction with its whole block; registers then hold the result.
    Outcome step(Registers& registers);
    // Code was rewritten.
    void forget_code();
    // Runs NOPs from `address`: 2.0.1 keeps ITSTATE when it leaves an IT block before its end, whatever is written to
    // XPSR, and would skip what it runs next.
    void use_up_it_state(std::uint32_t address);
    // The last access that met no memory, which is where the two machines may be mapped differently.
    [[nodiscard]] std::uint64_t unmapped_address() const { return unmapped_address_; }

 private:
    static void on_interrupt(uc_engine* engine, std::uint32_t number, void* self);
    static bool on_unmapped(uc_engine* engine, uc_mem_type type, std::uint64_t address, int size, std::int64_t value,
                            void* self);
    void open();
    std::uint32_t flash_base_;
    std::span<std::uint8_t> flash_;
    std::uint32_t sram_base_;
    std::span<std::uint8_t> sram_;
    uc_engine* engine_ = nullptr;
    bool interrupted_ = false;
    bool fetch_failed_ = false;
    Outcome outcome_ = Outcome::completed;
    std::uint64_t unmapped_address_ = 0;
};

}  // namespace jig::oracle
