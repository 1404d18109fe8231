// SPDX-License-Identifier: Apache-2.0
// A chip for the tests of port and wires: memory that remembers, records every access with its time, takes as long as
// it is told and faults where it is told.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "bench/debug_port/debug_bus.hpp"

namespace jig::bench::testing {

class RecordingBus final : public DebugBus {
 public:
    machine::Picoseconds time{0};
    machine::Picoseconds latency{0};
    std::set<std::uint32_t> faulting;
    bool has_power = true;
    bool swd_pins = true;
    bool jtag_pins = true;
    bool debug_power = false;
    machine::ChipConfig chip;
    std::vector<std::string> log;  // "r4 0x20000000", "w2 0x20000002 = 0x0000abcd"; the width in bytes
    std::vector<machine::Picoseconds> times;

    [[nodiscard]] machine::Picoseconds now() const override { return time; }
    machine::DebugReply read(std::uint32_t address, machine::Width width) override {
        note("r" + std::to_string(static_cast<unsigned>(width)) + " " + hex_address(address));
        machine::DebugReply reply{.fault = faulting.contains(address), .ready_at = time + latency};
        for (unsigned i = 0; i < static_cast<unsigned>(width); ++i) {
            reply.value |= std::uint32_t{memory_[address + i]} << 8 * i;
        }
        return reply;
    }
    machine::DebugReply write(std::uint32_t address, machine::Width width, std::uint32_t value) override {
        note("w" + std::to_string(static_cast<unsigned>(width)) + " " + hex_address(address) + " = " +
             hex_address(value));
        const bool fault = faulting.contains(address);
        for (unsigned i = 0; !fault && i < static_cast<unsigned>(width); ++i) {
            memory_[address + i] = static_cast<std::uint8_t>(value >> 8 * i);
        }
        return {.fault = fault, .ready_at = time + latency};
    }
    [[nodiscard]] bool powered() const override { return has_power; }
    [[nodiscard]] bool swd_enabled() const override { return swd_pins; }
    [[nodiscard]] bool jtag_enabled() const override { return jtag_pins; }
    void set_debug_power(bool on) override { debug_power = on; }
    [[nodiscard]] const machine::ChipConfig& config() const override { return chip; }

    [[nodiscard]] std::uint32_t word(std::uint32_t address) {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < 4; ++i) value |= std::uint32_t{memory_[address + i]} << 8 * i;
        return value;
    }
    void set_word(std::uint32_t address, std::uint32_t value) {
        for (unsigned i = 0; i < 4; ++i) memory_[address + i] = static_cast<std::uint8_t>(value >> 8 * i);
    }

 private:
    void note(std::string line) {
        log.push_back(std::move(line));
        times.push_back(time);
    }

    std::map<std::uint32_t, std::uint8_t> memory_;
};

// A wire whose clock has a fixed period on the recording bus.
class FixedWireTime final : public WireTime {
 public:
    FixedWireTime(RecordingBus& bus, machine::Picoseconds period) : bus_(&bus), period_(period) {}
    void pass(std::uint64_t clock_cycles) override { bus_->time += period_ * static_cast<std::int64_t>(clock_cycles); }

 private:
    RecordingBus* bus_;
    machine::Picoseconds period_;
};

}  // namespace jig::bench::testing
