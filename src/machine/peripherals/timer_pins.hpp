// SPDX-License-Identifier: Apache-2.0
// The pads of TIM1 to TIM5 and TIM8 as AFIO_MAPR maps them, RM0008 9.3.7 and 9.4.2, and which timer's trigger output
// arrives at which internal trigger input (tables 82 and 86).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/pins.hpp"

namespace jig::machine {

struct TimerPins {
    std::array<Pin, 4> channel;
    std::array<Pin, 3> complementary{};  // advanced timers only
    std::optional<Pin> break_in;
    std::optional<Pin> etr;
};

// `timer` is 1 to 5 or 8.
[[nodiscard]] TimerPins timer_pins(unsigned timer, std::uint32_t AFIO_MAPR);

// The timer behind ITR0..3.
[[nodiscard]] constexpr unsigned internal_trigger(unsigned timer, unsigned itr) {
    constexpr unsigned none = 0;
    constexpr unsigned masters[8][4] = {
        {5, 2, 3, 4}, {1, 8, 3, 4}, {1, 2, 5, 4}, {1, 2, 3, 8}, {2, 3, 4, 8}, {none}, {none}, {1, 2, 4, 5},
    };
    return masters[timer - 1][itr];
}

}  // namespace jig::machine
