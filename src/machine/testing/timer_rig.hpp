// SPDX-License-Identifier: Apache-2.0
// One timer on a recording fabric at 8 MHz, as the timer tests drive it.
#pragma once

#include "machine/peripherals/timer.hpp"
#include "machine/testing/register_rows.hpp"

namespace jig::machine::testing {

// RM0008 15.4, register offsets.
namespace tim {
constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SMCR = 0x08, DIER = 0x0C, SR = 0x10, EGR = 0x14, CCMR1 = 0x18,
                        CCMR2 = 0x1C, CCER = 0x20, CNT = 0x24, PSC = 0x28, ARR = 0x2C, RCR = 0x30, CCR1 = 0x34,
                        CCR2 = 0x38, BDTR = 0x44, DCR = 0x48;
constexpr std::uint32_t CEN = 1, UDIS = 2, URS = 4, OPM = 8, DIR = 16, ARPE = 0x80;
}  // namespace tim

struct TimerRig : ::testing::Test {
    explicit TimerRig(unsigned number = 2) { use(number); }
    void use(unsigned number) {
        timer = Timer(timer_config(number));
        timer.reset(fabric, ResetCause::power_on);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(timer, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(timer, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(timer, fabric.time + time); }
    // 8 MHz / 8: one step each microsecond.
    void start(std::uint32_t arr, std::uint32_t cr1 = 0) {
        write(tim::PSC, 7);
        write(tim::ARR, arr);
        write(tim::EGR, 1);
        write(tim::SR, 0);
        write(tim::CR1, tim::CEN | cr1);
    }

    RecordingFabric fabric;
    Timer timer{timer_config(2)};
};

// TIM3 with pads: what the board puts on them, and what the timer shows.
struct TimerPadsRig : TimerRig {
    TimerPadsRig() : TimerRig(3) {}
    void set(Pin pin, Level level) {
        fabric.board[pin] = level;
        timer.pads_changed(fabric);
    }
    [[nodiscard]] Level shown(Pin pin) const {
        const auto found = fabric.functions.find(pin);
        return found == fabric.functions.end() ? Level::floating : found->second;
    }
};

constexpr Pin pa6{'A', 6}, pa7{'A', 7};

}  // namespace jig::machine::testing
