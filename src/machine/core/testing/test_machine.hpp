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

inline constexpr std::uint32_t kFlash = 0x08000000;
inline constexpr std::uint32_t kSram = 0x20000000;
inline constexpr std::uint32_t kDevice = 0x40000000;
inline constexpr std::uint32_t kMemoryBytes = 0x10000;
inline constexpr std::uint32_t kStackTop = kSram + 0x8000;
inline constexpr std::uint32_t kCode = kFlash + 0x400;
inline constexpr std::uint32_t kHandlers = kFlash + 0x1000;  // vector n points to kHandlers + 0x10 * n, a `b .`

class TestMachine final : public CoreBus {
 public:
    TestMachine();

    // Puts half-words at an address in flash or SRAM and tells the core.
    void put(std::uint32_t address, std::initializer_list<std::uint16_t> code);
    void put_word(std::uint32_t address, std::uint32_t value);
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
    // Handler n runs this instead of `b .`.
    void put_handler(unsigned exception, std::initializer_list<std::uint16_t> code);
    // Reset with SP = kStackTop and PC at kCode, then debug-halted so that registers can be set.
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

inline constexpr std::uint32_t kDhcsr = 0xE000EDF0;
inline constexpr std::uint32_t kDcrsr = 0xE000EDF4;
inline constexpr std::uint32_t kDcrdr = 0xE000EDF8;
inline constexpr std::uint32_t kDemcr = 0xE000EDFC;
inline constexpr std::uint32_t kCfsr = 0xE000ED28;
inline constexpr std::uint32_t kHfsr = 0xE000ED2C;
inline constexpr std::uint32_t kDfsr = 0xE000ED30;
inline constexpr std::uint32_t kBfar = 0xE000ED38;
inline constexpr std::uint32_t kCcr = 0xE000ED14;
inline constexpr std::uint32_t kShcsr = 0xE000ED24;
inline constexpr unsigned kPcRegister = 15;
inline constexpr unsigned kXpsrRegister = 16;
inline constexpr unsigned kMspRegister = 17;
inline constexpr unsigned kPspRegister = 18;
inline constexpr unsigned kSpecialRegister = 20;

}  // namespace jig::machine::testing
