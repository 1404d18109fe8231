// SPDX-License-Identifier: Apache-2.0
// A core with 64 KB of flash at 0x08000000 and 0, 64 KB of SRAM, and one device whose registers a test can script;
// everything else answers with a bus fault. Over the bus flash and SRAM can be read, but not written.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <vector>

#include "machine/core/core.hpp"

namespace jig::machine::testing {

inline constexpr std::uint32_t flash_base = 0x08000000;
inline constexpr std::uint32_t sram_base = 0x20000000;
inline constexpr std::uint32_t device_base = 0x40000000;
inline constexpr std::uint32_t memory_bytes = 0x10000;
inline constexpr std::uint32_t stack_top = sram_base + 0x8000;
inline constexpr std::uint32_t code_base = flash_base + 0x400;
inline constexpr std::uint32_t handlers = flash_base + 0x1000;  // vector n points to handlers + 0x10 * n, a `b .`

class TestMachine final : public CoreBus {
 public:
    TestMachine();

    // Puts half-words at an address in flash or SRAM and tells the core.
    void put(std::uint32_t address, std::initializer_list<std::uint16_t> code);
    void put_word(std::uint32_t address, std::uint32_t value);
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
    // Handler n runs this instead of `b .`.
    void put_handler(unsigned exception, std::initializer_list<std::uint16_t> code);
    // Reset with SP = stack_top and PC at code_base, then debug-halted so that registers can be set.
    void start();
    // Instructions one by one with the debugger's step.
    void step(unsigned count = 1);
    void run_for(std::uint64_t cycles) { core.run(core.cycle() + cycles); }
    // Out of Debug state, with halting debug disabled.
    void let_go();

    std::uint32_t reg(unsigned index);
    void set_reg(unsigned index, std::uint32_t value);
    std::uint32_t scs(std::uint32_t address) { return core.debug_read(address, Width::word).value; }
    void set_scs(std::uint32_t address, std::uint32_t value) { core.debug_write(address, Width::word, value); }

    BusReply read(std::uint32_t address, Width width, Master master) override;
    BusReply write(std::uint32_t address, Width width, std::uint32_t value, Master master) override;
    void reset_requested() override { ++resets; }

    std::vector<std::uint8_t> flash;
    std::vector<std::uint8_t> sram;
    std::function<BusReply(std::uint32_t offset)> on_device_read;
    std::function<BusReply(std::uint32_t offset, std::uint32_t value)> on_device_write;
    unsigned resets = 0;
    Core core;
};

inline constexpr std::uint32_t DHCSR = 0xE000EDF0;
inline constexpr std::uint32_t DCRSR = 0xE000EDF4;
inline constexpr std::uint32_t DCRDR = 0xE000EDF8;
inline constexpr std::uint32_t DEMCR = 0xE000EDFC;
inline constexpr std::uint32_t CFSR = 0xE000ED28;
inline constexpr std::uint32_t HFSR = 0xE000ED2C;
inline constexpr std::uint32_t DFSR = 0xE000ED30;
inline constexpr std::uint32_t BFAR = 0xE000ED38;
inline constexpr std::uint32_t CCR = 0xE000ED14;
inline constexpr std::uint32_t SHCSR = 0xE000ED24;
inline constexpr unsigned pc_register = 15;
inline constexpr unsigned xpsr_register = 16;
inline constexpr unsigned msp_register = 17;
inline constexpr unsigned psp_register = 18;
inline constexpr unsigned special_register = 20;

}  // namespace jig::machine::testing
