// SPDX-License-Identifier: Apache-2.0
// A Fabric for tests of one device: time moves when told to, and everything the device did is kept to be looked at.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "machine/device.hpp"
#include "machine/outside.hpp"

namespace jig::machine::testing {

// Bytes at any address, holes that answer ERROR, and a log of the accesses.
class RecordingBus final : public CoreBus {
 public:
    struct Access {
        std::uint32_t address;
        Width width;
        bool write;
        std::uint32_t value;
        friend bool operator==(const Access&, const Access&) = default;
    };

    BusReply read(std::uint32_t address, Width width, Master master) override;
    BusReply write(std::uint32_t address, Width width, std::uint32_t value, Master master) override;
    void reset_requested() override {}

    std::map<std::uint32_t, std::uint8_t> bytes;
    std::set<std::uint32_t> holes;
    std::vector<Access> accesses;
    std::uint64_t stall_cycles = 0;
};

// Answers frames and bytes with what the test has put there, and keeps what arrived.
class RecordingOutside final : public Outside {
 public:
    std::uint16_t spi_exchange(unsigned spi, std::uint16_t mosi, unsigned bits, Picoseconds at) override;
    bool i2c_start(unsigned i2c, std::uint8_t address, Picoseconds at) override;
    bool i2c_write(unsigned i2c, std::uint8_t byte, Picoseconds at) override;
    std::uint8_t i2c_read(unsigned i2c, Picoseconds at) override;
    void i2c_stop(unsigned i2c, Picoseconds at) override;
    [[nodiscard]] std::span<const Pin> listens_to() const override { return {}; }
    void pad_changed(OutsidePads&, Pin, bool, Picoseconds) override {}

    struct Event {
        char kind;  // x: SPI frame, s: start, w: write, r: read, p: stop
        std::uint32_t value;
        Picoseconds at;
    };
    [[nodiscard]] std::string kinds() const;

    std::deque<std::uint16_t> answers;  // MISO frames and bytes read; all ones when it is empty
    bool acknowledges = true;
    unsigned acknowledged_writes = 1000;  // then NACK
    std::vector<Event> events;
    unsigned bits = 0;  // of the last frame
};

class RecordingFabric final : public Fabric {
 public:
    struct Drive {
        Pin pin;
        Level level;
        Level pull;
        friend bool operator==(const Drive&, const Drive&) = default;
    };

    [[nodiscard]] Picoseconds now() const override { return time; }
    [[nodiscard]] const ClockTree& clocks() const override { return tree; }
    void set_clocks(const ClockTree& clocks) override {
        tree = clocks;
        ++clock_changes;
    }
    void set_irq(unsigned position, bool asserted) override;
    void wake_at(const Device&, Picoseconds when) override { appointment = when; }
    void request_reset(ResetCause cause) override { reset_requests.push_back(cause); }
    [[nodiscard]] bool pad_is_high(Pin pin) const override;
    [[nodiscard]] unsigned pad_millivolts(Pin pin) const override {
        return voltages.contains(pin) ? voltages.at(pin) : 0;
    }
    void drive(Pin pin, Level level, Level pull) override;
    void drive_function(Pin pin, Level level) override { functions.insert_or_assign(pin, level); }
    [[nodiscard]] bool function_watched(Pin pin) const override { return watched.contains(pin); }
    void uart_sent(unsigned usart, std::uint8_t byte) override { sent.emplace_back(usart, byte, time); }
    [[nodiscard]] bool core_halted() const override { return halted; }
    [[nodiscard]] std::uint32_t dbgmcu_cr() const override { return debug_control; }
    [[nodiscard]] bool debug_powered() const override { return debugger; }
    [[nodiscard]] bool clocked(const Device&) const override { return clock_on; }
    void reset_peripherals(Bus bus, std::uint32_t bits) override { peripheral_resets.emplace_back(bus, bits); }
    [[nodiscard]] bool backup_writable() const override { return dbp; }
    [[nodiscard]] BackupDomain backup() override { return BackupDomain(backup_bytes); }
    void reset_backup_domain() override {
        backup().reset();
        ++backup_domain_resets;
    }
    [[nodiscard]] char exti_port(unsigned line) const override { return exti_ports[line]; }
    [[nodiscard]] std::uint32_t afio_mapr() const override { return remap; }
    void pulse_exti(unsigned line) override { exti_pulses.emplace_back(line, time); }
    void trigger(Trigger source) override { triggers.emplace_back(source, time); }
    void want_triggers(const Device&, std::uint64_t mask) override { wanted = mask; }
    [[nodiscard]] bool trigger_wanted(Trigger source) const override { return (wanted_of & source.mask()) != 0; }
    void send_event() override { ++events; }
    void nothing_changes_until(Picoseconds when) override { unchanged_until = when; }
    void set_dma_request(DmaRequest request, bool asserted) override;
    void request_dma(DmaRequest request) override { dma_once.push_back(request); }
    [[nodiscard]] std::uint32_t dma_remaining(DmaRequest) const override { return dma_left; }
    [[nodiscard]] CoreBus& bus() override { return matrix; }
    [[nodiscard]] Outside* outside() override { return around; }

    // Lets time pass in the device's own appointments, up to and including `until`.
    void run_until(Device& device, Picoseconds until);

    struct Sent {
        unsigned usart;
        std::uint8_t byte;
        Picoseconds at;
        Sent(unsigned usart_number, std::uint8_t value, Picoseconds when)
            : usart(usart_number), byte(value), at(when) {}
    };

    Picoseconds time{0};
    ClockTree tree;
    int clock_changes = 0;
    std::set<unsigned> irqs;  // positions now asserted
    std::optional<Picoseconds> appointment;
    std::vector<ResetCause> reset_requests;
    std::map<Pin, Level> board;   // what the board drives
    std::map<Pin, Drive> driven;  // what the chip drives, last state
    std::vector<Drive> drives;    // every call
    std::vector<Sent> sent;
    std::map<Pin, Level> functions;  // what peripherals put on pads, last state
    std::set<Pin> watched;
    std::vector<std::pair<unsigned, Picoseconds>> exti_pulses;
    std::vector<std::pair<Trigger, Picoseconds>> triggers;
    std::uint32_t remap = 0;
    std::uint64_t wanted = 0;     // by the device
    std::uint64_t wanted_of = 0;  // by others, of the device
    bool halted = false;
    bool debugger = false;
    bool clock_on = true;
    bool dbp = false;
    std::uint32_t debug_control = 0;
    std::vector<std::pair<Bus, std::uint32_t>> peripheral_resets;
    std::vector<std::uint8_t> backup_bytes = std::vector<std::uint8_t>(BackupDomain::size_bytes(42));
    int backup_domain_resets = 0;
    std::array<char, 16> exti_ports{};
    int events = 0;
    std::optional<Picoseconds> unchanged_until;
    std::set<DmaRequest> dma_lines;  // now up
    std::vector<DmaRequest> dma_once;
    std::uint32_t dma_left = 0;
    RecordingBus matrix;
    Outside* around = nullptr;
    std::map<Pin, unsigned> voltages;
};

}  // namespace jig::machine::testing
