// SPDX-License-Identifier: Apache-2.0
// A dap::Target straight on a virtual chip, without probe and wire, for tests of what is above them. Accesses take time
// about as an ST-Link's do, and can be made to fail from the Nth on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dap/target.hpp"
#include "flash/f1_loader.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::flash::testing {

// The chip's own time.
class ChipClock final : public Clock {
 public:
    explicit ChipClock(machine::Chip& chip) : chip_(chip) {}
    [[nodiscard]] Duration now() const override { return std::chrono::duration_cast<Duration>(chip_.now()); }
    void sleep(Duration duration) override {
        if (duration > Duration{0}) chip_.run_until(chip_.now() + duration);
    }

 private:
    machine::Chip& chip_;
};

class ChipMemory final : public dap::TargetMemory {
 public:
    ChipMemory(machine::Chip& chip, ChipClock& clock) : chip_(chip), clock_(clock) {}

    // The link is lost at this access, counted from now; nothing: never.
    void unplug_after(std::optional<std::uint64_t> accesses) { left_ = accesses; }
    // Accesses that wrote something, in the order they came.
    [[nodiscard]] std::uint64_t writes() const { return writes_; }
    // The checksums that the loader leaves come out wrong, as on a chip whose CRC unit is not ST's.
    void spoil_checksums() { checksum_flips_ = 1; }

    Result<void> read(std::uint32_t address, MutableByteView out) override {
        TRY(begin());
        for (std::size_t at = 0; at < out.size();) {
            const machine::Width width = width_at(address + at, out.size() - at);
            TRY_ASSIGN(const std::uint32_t value, get(static_cast<std::uint32_t>(address + at), width));
            for (unsigned i = 0; i < bytes_of(width); ++i) out[at++] = static_cast<std::uint8_t>(value >> 8 * i);
        }
        if (address == F1Loader::first_slot) out[0] ^= checksum_flips_;
        return {};
    }
    Result<void> write(std::uint32_t address, ByteView data) override {
        TRY(begin());
        for (std::size_t at = 0; at < data.size();) {
            const machine::Width width = width_at(address + at, data.size() - at);
            std::uint32_t value = 0;
            for (unsigned i = 0; i < bytes_of(width); ++i) value |= std::uint32_t{data[at + i]} << 8 * i;
            TRY(put(static_cast<std::uint32_t>(address + at), width, value));
            at += bytes_of(width);
        }
        return {};
    }
    Result<std::uint32_t> read_word(std::uint32_t address) override {
        TRY(begin());
        return get(address, machine::Width::word);
    }
    Result<void> write_word(std::uint32_t address, std::uint32_t value) override {
        TRY(begin());
        return put(address, machine::Width::word, value);
    }
    Result<std::uint16_t> read_half(std::uint32_t address) override {
        TRY(begin());
        TRY_ASSIGN(const std::uint32_t value, get(address, machine::Width::half));
        return static_cast<std::uint16_t>(value);
    }
    Result<void> write_half(std::uint32_t address, std::uint16_t value) override {
        TRY(begin());
        return put(address, machine::Width::half, value);
    }

 private:
    static constexpr Duration command_time = std::chrono::microseconds(500);
    static constexpr Duration word_time = std::chrono::microseconds(16);

    static unsigned bytes_of(machine::Width width) { return static_cast<unsigned>(width); }
    static machine::Width width_at(std::uint64_t address, std::size_t left) {
        return address % 4 == 0 && left >= 4 ? machine::Width::word : machine::Width::byte;
    }

    Result<void> begin() {
        clock_.sleep(command_time);
        if (left_ && *left_ == 0) return fail(ErrorKind::link, "the probe is gone");
        if (left_) --*left_;
        if (!chip_.powered()) return fail(ErrorKind::link, "the board has no power");
        return {};
    }
    Result<std::uint32_t> get(std::uint32_t address, machine::Width width) {
        clock_.sleep(word_time);
        return answer(address, chip_.debug_read(address, width));
    }
    Result<void> put(std::uint32_t address, machine::Width width, std::uint32_t value) {
        clock_.sleep(word_time);
        ++writes_;
        TRY(answer(address, chip_.debug_write(address, width, value)));
        return {};
    }
    Result<std::uint32_t> answer(std::uint32_t address, const machine::DebugReply& reply) {
        if (reply.ready_at > chip_.now()) chip_.run_until(reply.ready_at);
        if (!chip_.powered()) return fail(ErrorKind::link, "the board has no power");
        if (reply.fault) return fail(ErrorKind::fault, "the chip refuses the access at " + hex_address(address));
        return reply.value;
    }

    machine::Chip& chip_;
    ChipClock& clock_;
    std::optional<std::uint64_t> left_;
    std::uint64_t writes_ = 0;
    std::uint8_t checksum_flips_ = 0;
};

// DDI 0403 C1.6.
class ChipCore final : public dap::Core {
 public:
    ChipCore(ChipMemory& memory, ChipClock& clock) : memory_(memory), clock_(clock) {}

    Result<dap::CoreState> state() override {
        TRY_ASSIGN(const std::uint32_t dhcsr, memory_.read_word(dhcsr_address));
        if ((dhcsr & 1U << 17) != 0) return dap::CoreState::halted;
        if ((dhcsr & 1U << 19) != 0) return dap::CoreState::locked_up;
        return (dhcsr & 1U << 18) != 0 ? dap::CoreState::sleeping : dap::CoreState::running;
    }
    Result<void> halt() override {
        TRY(memory_.write_word(dhcsr_address, key | 3));
        return wait_halted(std::chrono::milliseconds(100));
    }
    Result<void> resume() override { return memory_.write_word(dhcsr_address, key | 1); }
    Result<void> step() override { return memory_.write_word(dhcsr_address, key | 13); }
    Result<std::uint32_t> read_register(dap::CoreRegister reg) override {
        TRY(memory_.write_word(dcrsr_address, static_cast<std::uint32_t>(reg)));
        return memory_.read_word(dcrdr_address);
    }
    Result<void> write_register(dap::CoreRegister reg, std::uint32_t value) override {
        TRY(memory_.write_word(dcrdr_address, value));
        return memory_.write_word(dcrsr_address, static_cast<std::uint32_t>(reg) | 1U << 16);
    }
    Result<void> wait_halted(Duration timeout) override {
        const Deadline deadline(clock_, timeout);
        for (;;) {
            TRY_ASSIGN(const dap::CoreState now, state());
            if (now == dap::CoreState::halted) return {};
            if (deadline.passed()) return fail(ErrorKind::timeout, "the core does not halt");
        }
    }
    Result<void> reset_and_halt() override {
        TRY(memory_.write_word(dhcsr_address, key | 1));
        TRY(memory_.write_word(demcr_address, 1));
        TRY(memory_.write_word(aircr_address, 0x05FA0004));
        clock_.sleep(std::chrono::milliseconds(10));
        TRY(wait_halted(std::chrono::milliseconds(100)));
        return memory_.write_word(demcr_address, 0);
    }
    Result<void> reset_and_run() override {
        TRY(memory_.write_word(demcr_address, 0));
        TRY(memory_.write_word(aircr_address, 0x05FA0004));
        clock_.sleep(std::chrono::milliseconds(10));
        return resume();
    }
    Result<void> release() override { return memory_.write_word(dhcsr_address, key); }

 private:
    static constexpr std::uint32_t dhcsr_address = 0xE000EDF0;
    static constexpr std::uint32_t dcrsr_address = 0xE000EDF4;
    static constexpr std::uint32_t dcrdr_address = 0xE000EDF8;
    static constexpr std::uint32_t demcr_address = 0xE000EDFC;
    static constexpr std::uint32_t aircr_address = 0xE000ED0C;
    static constexpr std::uint32_t key = 0xA05F0000;

    ChipMemory& memory_;
    ChipClock& clock_;
};

class ChipTarget final : public dap::Target {
 public:
    explicit ChipTarget(machine::Chip& chip)
        : link_{.address = "chip:",
                .probe = "desk",
                .speed_khz = 4000,
                .dpidr = chip.config().dpidr,
                .volts = 3.3,
                .nrst_wired = true},
          clock_(chip),
          memory_(chip, clock_),
          core_(memory_, clock_) {
        chip.set_debug_power(true);
    }
    [[nodiscard]] ChipMemory& chip_memory() { return memory_; }

    dap::TargetMemory& memory() override { return memory_; }
    dap::Core& core() override { return core_; }
    Clock& clock() override { return clock_; }
    [[nodiscard]] const dap::Link& link() const override { return link_; }
    Result<void> reconnect() override { return {}; }
    void leave_halted() override {}  // nothing is put back here

 private:
    dap::Link link_;
    ChipClock clock_;
    ChipMemory memory_;
    ChipCore core_;
};

}  // namespace jig::flash::testing
