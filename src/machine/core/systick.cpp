// SPDX-License-Identifier: Apache-2.0
// SysTick by arithmetic.
#include "machine/core/systick.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t CTRL = 0x0;
constexpr std::uint32_t LOAD = 0x4;
constexpr std::uint32_t VAL = 0x8;
constexpr std::uint32_t CALIB = 0xC;
constexpr std::uint32_t ticks_per_millisecond = 9000;  // RM0008 10.1.1

}  // namespace

std::uint32_t SysTick::value(std::uint64_t cycle) const {
    if (!enabled_ || next_zero_ == never) return stopped_at_;
    if (cycle >= next_zero_) return 0;
    const std::uint64_t ticks = (next_zero_ - cycle + divider_ - 1) / divider_;
    return ticks > reload_ && ticks == static_cast<std::uint64_t>(reload_) + 1 ? 0 : static_cast<std::uint32_t>(ticks);
}

void SysTick::start(std::uint64_t cycle, std::uint32_t from) {
    stopped_at_ = from;
    if (from == 0 && reload_ == 0) {
        next_zero_ = never;  // a reload value of 0 stops the counter, DDI 0403 B3.3.1
    } else {
        next_zero_ = cycle + (from == 0 ? period_cycles() : static_cast<std::uint64_t>(from) * divider_);
    }
}

bool SysTick::advance(std::uint64_t cycle) {
    if (enabled_ && cycle >= next_zero_) {
        countflag_ = true;
        expired_ = expired_ || tickint_;
        if (reload_ == 0) {
            stopped_at_ = 0;
            next_zero_ = never;
        } else {
            next_zero_ += (1 + (cycle - next_zero_) / period_cycles()) * period_cycles();
        }
    }
    const bool told = expired_;
    expired_ = false;
    return told;
}

void SysTick::stand_still(std::uint64_t cycles) {
    if (enabled_ && next_zero_ != never) next_zero_ += cycles;
}

std::uint32_t SysTick::read(std::uint32_t offset, std::uint64_t cycle, bool by_debugger) {
    expired_ = advance(cycle);
    switch (offset) {
        case CTRL: {
            const std::uint32_t control =
                (enabled_ ? 1u : 0) | (tickint_ ? 2u : 0) | (divider_ == 1 ? 4u : 0) | (countflag_ ? 0x10000u : 0);
            if (!by_debugger) countflag_ = false;
            return control;
        }
        case LOAD: return reload_;
        case VAL: return value(cycle);
        case CALIB: return ticks_per_millisecond;
        default: return 0;
    }
}

void SysTick::write(std::uint32_t offset, std::uint32_t value_written, std::uint64_t cycle) {
    expired_ = advance(cycle);
    switch (offset) {
        case CTRL: write_control(value_written, cycle); break;
        case LOAD: {
            const std::uint32_t now = value(cycle);
            reload_ = value_written & 0xFFFFFF;
            if (enabled_ && now == 0) start(cycle, 0);
            break;
        }
        case VAL:
            countflag_ = false;
            stopped_at_ = 0;
            if (enabled_) start(cycle, 0);
            break;
        default: break;
    }
}

void SysTick::write_control(std::uint32_t control, std::uint64_t cycle) {
    const std::uint32_t now = value(cycle);
    enabled_ = (control & 1) != 0;
    tickint_ = (control & 2) != 0;
    divider_ = (control & 4) != 0 ? 1 : 8;
    stopped_at_ = now;
    if (enabled_) {
        start(cycle, now);
    } else {
        next_zero_ = never;
    }
}

}  // namespace jig::machine
