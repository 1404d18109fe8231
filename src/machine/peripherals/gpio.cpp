// SPDX-License-Identifier: Apache-2.0
// GPIO registers, RM0008 section 9.2.
#include "machine/peripherals/gpio.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CRL = 0x00, CRH = 0x04, IDR = 0x08, ODR = 0x0C, BSRR = 0x10, BRR = 0x14, LCKR = 0x18;
constexpr std::uint32_t LCKK = bit(16);

// A pin's nibble is CNF[1:0] MODE[1:0], Table 20.
constexpr std::uint32_t analog = 0x0, input_pull = 0x8;
constexpr bool is_output(std::uint32_t mode) { return (mode & 3) != 0; }
constexpr bool is_open_drain(std::uint32_t mode) { return (mode & 4) != 0; }
constexpr bool is_alternate(std::uint32_t mode) { return (mode & 8) != 0; }

}  // namespace

std::uint32_t Gpio::mode_of(unsigned number) const {
    return field(number < 8 ? crl_ : crh_, (number % 8) * 4 + 3, (number % 8) * 4);
}

// An alternate-function output follows its peripheral, 9.1.4; where no peripheral drives it, it is left undriven.
Gpio::PadState Gpio::pad_state(unsigned number) const {
    const std::uint32_t mode = mode_of(number);
    const bool high = (odr_ & bit(number)) != 0;
    if (mode == input_pull) return {.level = Level::floating, .pull = high ? Level::high : Level::low};
    if (!is_output(mode)) return {};
    const Level level = is_alternate(mode) ? functions_[number] : high ? Level::high : Level::low;
    if (level == Level::high && is_open_drain(mode)) return {};
    return {.level = level, .pull = Level::floating};
}

void Gpio::drive_function(Fabric& fabric, unsigned number, Level level) {
    if (functions_[number] == level) return;
    const PadState before = pad_state(number);
    functions_[number] = level;
    const PadState now = pad_state(number);
    if (!(now == before)) fabric.drive({port_, static_cast<std::uint8_t>(number)}, now.level, now.pull);
}

// 9.1.10: an analog pin's Schmitt trigger is off and reads 0; every other pin reads its pad, outputs too.
std::uint32_t Gpio::input(const Fabric& fabric) const {
    std::uint32_t idr = 0;
    for (unsigned number = 0; number < 16; ++number) {
        if (mode_of(number) == analog) continue;
        if (fabric.pad_is_high({port_, static_cast<std::uint8_t>(number)})) idr |= bit(number);
    }
    return idr;
}

BusReply Gpio::read(Fabric& fabric, std::uint32_t offset, Width) {
    switch (word_offset(offset)) {
        case CRL: return {.value = crl_};
        case CRH: return {.value = crh_};
        case IDR: return {.value = input(fabric)};
        case ODR: return {.value = odr_};
        case LCKR: return {.value = read_lock()};
        default: return {};  // BSRR and BRR are write-only
    }
}

BusReply Gpio::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    switch (word_offset(offset)) {
        case CRL: set_modes(fabric, false, value); break;
        case CRH: set_modes(fabric, true, value); break;
        case ODR: set_odr(fabric, value); break;
        case BSRR: set_odr(fabric, (odr_ & ~(value >> 16)) | value); break;  // BSx has priority, 9.2.5
        case BRR: set_odr(fabric, odr_ & ~value); break;
        case LCKR: write_lock(value); break;
        default: break;
    }
    return {};
}

std::uint32_t Gpio::writable_modes(bool high) const {
    if (lock_ != LockStep::locked) return 0xFFFFFFFF;
    std::uint32_t mask = 0;
    for (unsigned number = 0; number < 8; ++number)
        if ((lck_ & bit(number + (high ? 8 : 0))) == 0) mask |= 0xFu << (number * 4);
    return mask;
}

void Gpio::set_modes(Fabric& fabric, bool high, std::uint32_t value) {
    const Gpio before = *this;
    std::uint32_t& modes = high ? crh_ : crl_;
    modes = replaced(modes, value, writable_modes(high));
    const unsigned first = high ? 8 : 0;
    for (unsigned number = first; number < first + 8; ++number) {
        const PadState now = pad_state(number);
        if (!(now == before.pad_state(number)))
            fabric.drive({port_, static_cast<std::uint8_t>(number)}, now.level, now.pull);
    }
}

void Gpio::set_odr(Fabric& fabric, std::uint32_t value) {
    std::uint32_t changed = (odr_ ^ value) & 0xFFFF;
    odr_ = value & 0xFFFF;
    for (unsigned number = 0; changed != 0; ++number, changed >>= 1) {
        const std::uint32_t mode = mode_of(number);
        const bool shows = mode == input_pull || (is_output(mode) && !is_alternate(mode));
        if ((changed & 1) == 0 || !shows) continue;
        const PadState now = pad_state(number);
        fabric.drive({port_, static_cast<std::uint8_t>(number)}, now.level, now.pull);
    }
}

// 9.2.7: LCK[15:0] must not change during the sequence; any error aborts it; once locked, nothing but a reset helps.
void Gpio::write_lock(std::uint32_t value) {
    if (lock_ == LockStep::locked) return;
    const bool key = (value & LCKK) != 0;
    const bool same_pins = (value & 0xFFFF) == lck_;
    if (lock_ == LockStep::one && !key && same_pins) {
        lock_ = LockStep::zero;
    } else if (lock_ == LockStep::zero && key && same_pins) {
        lock_ = LockStep::armed;
    } else {
        lock_ = key ? LockStep::one : LockStep::idle;
    }
    lck_ = value & 0xFFFF;
}

std::uint32_t Gpio::read_lock() {
    if (lock_ == LockStep::locked) return LCKK | lck_;
    lock_ = lock_ == LockStep::armed ? LockStep::locked : LockStep::idle;
    return lck_;
}

void Gpio::reset(Fabric& fabric, ResetCause) {
    const std::array<Level, 16> functions = functions_;
    *this = Gpio(port_);
    functions_ = functions;  // the peripherals', which have resets of their own
    drive_all(fabric);
}

void Gpio::drive_all(Fabric& fabric) const {
    for (unsigned number = 0; number < 16; ++number) {
        const PadState now = pad_state(number);
        fabric.drive({port_, static_cast<std::uint8_t>(number)}, now.level, now.pull);
    }
}

}  // namespace jig::machine
