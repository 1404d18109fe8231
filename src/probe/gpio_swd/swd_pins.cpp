// SPDX-License-Identifier: Apache-2.0
#include "probe/gpio_swd/swd_pins.hpp"

namespace jig::probe::gpio_swd {

void SwdPins::wait() {
    if (half_period_ > Duration{0}) clock_.sleep(half_period_);
}

Result<void> SwdPins::cycle() {
    wait();
    TRY(lines_->drive(swclk, true));
    wait();
    return lines_->drive(swclk, false);
}

Result<void> SwdPins::write(std::uint32_t value, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i) {
        TRY(lines_->drive(swdio, (value >> i & 1) != 0));
        TRY(cycle());
    }
    return {};
}

Result<std::uint32_t> SwdPins::read(unsigned bits) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < bits; ++i) {
        TRY_ASSIGN(const bool high, lines_->level(swdio));
        if (high) value |= 1U << i;
        TRY(cycle());
    }
    return value;
}

Result<void> SwdPins::turn_to_target() {
    TRY(lines_->release(swdio));
    return cycle();
}

Result<void> SwdPins::turn_to_host() {
    TRY(cycle());
    return lines_->drive(swdio, true);
}

}  // namespace jig::probe::gpio_swd
