// SPDX-License-Identifier: Apache-2.0
// One general-purpose I/O port, RM0008 section 9.2: modes, pulls, atomic set and reset, and the configuration lock.
#pragma once

#include <array>
#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Gpio final : public Device {
 public:
    explicit Gpio(char port) : port_(port) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    // A peripheral's output: it reaches the pad while the pin is an alternate-function output. Floating: nobody's.
    void drive_function(Fabric& fabric, unsigned number, Level level);

 private:
    // The steps of the lock key writing sequence, 9.2.7: write 1, write 0, write 1, read.
    enum class LockStep : std::uint8_t { idle, one, zero, armed, locked };
    struct PadState {
        Level level = Level::floating;
        Level pull = Level::floating;
        friend bool operator==(const PadState&, const PadState&) = default;
    };

    [[nodiscard]] static constexpr std::array<Level, 16> no_functions() {
        std::array<Level, 16> levels{};
        levels.fill(Level::floating);
        return levels;
    }
    [[nodiscard]] std::uint32_t mode_of(unsigned number) const;
    [[nodiscard]] PadState pad_state(unsigned number) const;
    [[nodiscard]] std::uint32_t input(const Fabric& fabric) const;
    [[nodiscard]] std::uint32_t writable_modes(bool high) const;
    void set_modes(Fabric& fabric, bool high, std::uint32_t value);
    void set_odr(Fabric& fabric, std::uint32_t value);
    void write_lock(std::uint32_t value);
    std::uint32_t read_lock();
    void drive_all(Fabric& fabric) const;

    char port_;
    std::array<Level, 16> functions_ = no_functions();
    std::uint32_t crl_ = 0x44444444;
    std::uint32_t crh_ = 0x44444444;
    std::uint32_t odr_ = 0;
    std::uint32_t lck_ = 0;
    LockStep lock_ = LockStep::idle;
};

}  // namespace jig::machine
