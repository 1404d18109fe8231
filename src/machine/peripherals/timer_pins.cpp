// SPDX-License-Identifier: Apache-2.0
// RM0008 tables 42 to 46: timer alternate-function remapping.
#include "machine/peripherals/timer_pins.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {

namespace {

// TIM1_REMAP: 00 none, 01 partial, 11 full.
TimerPins pins_of_tim1(std::uint32_t remap) {
    if (remap == 3)
        return {.channel = {{{'E', 9}, {'E', 11}, {'E', 13}, {'E', 14}}},
                .complementary = {{{'E', 8}, {'E', 10}, {'E', 12}}},
                .break_in = Pin{'E', 15},
                .etr = Pin{'E', 7}};
    TimerPins pins{.channel = {{{'A', 8}, {'A', 9}, {'A', 10}, {'A', 11}}},
                   .complementary = {{{'B', 13}, {'B', 14}, {'B', 15}}},
                   .break_in = Pin{'B', 12},
                   .etr = Pin{'A', 12}};
    if (remap == 1) {
        pins.complementary = {{{'A', 7}, {'B', 0}, {'B', 1}}};
        pins.break_in = Pin{'A', 6};
    }
    return pins;
}

// TIM2_REMAP: bit 0 moves channels 1 and 2, bit 1 channels 3 and 4.
TimerPins pins_of_tim2(std::uint32_t remap) {
    TimerPins pins{.channel = {{{'A', 0}, {'A', 1}, {'A', 2}, {'A', 3}}}, .break_in = {}, .etr = Pin{'A', 0}};
    if ((remap & 1) != 0) {
        pins.channel[0] = {'A', 15};
        pins.channel[1] = {'B', 3};
        pins.etr = Pin{'A', 15};
    }
    if ((remap & 2) != 0) {
        pins.channel[2] = {'B', 10};
        pins.channel[3] = {'B', 11};
    }
    return pins;
}

// TIM3_REMAP: 00 none, 10 partial, 11 full.
TimerPins pins_of_tim3(std::uint32_t remap) {
    TimerPins pins{.channel = {{{'A', 6}, {'A', 7}, {'B', 0}, {'B', 1}}}, .break_in = {}, .etr = Pin{'D', 2}};
    if (remap == 2) {
        pins.channel[0] = {'B', 4};
        pins.channel[1] = {'B', 5};
    }
    if (remap == 3) pins.channel = {{{'C', 6}, {'C', 7}, {'C', 8}, {'C', 9}}};
    return pins;
}

TimerPins pins_of_tim4(std::uint32_t remap) {
    TimerPins pins{.channel = {{{'B', 6}, {'B', 7}, {'B', 8}, {'B', 9}}}, .break_in = {}, .etr = Pin{'E', 0}};
    if (remap == 1) pins.channel = {{{'D', 12}, {'D', 13}, {'D', 14}, {'D', 15}}};
    return pins;
}

}  // namespace

TimerPins timer_pins(unsigned timer, std::uint32_t AFIO_MAPR) {
    switch (timer) {
        case 1: return pins_of_tim1(field(AFIO_MAPR, 7, 6));
        case 2: return pins_of_tim2(field(AFIO_MAPR, 9, 8));
        case 3: return pins_of_tim3(field(AFIO_MAPR, 11, 10));
        case 4: return pins_of_tim4(field(AFIO_MAPR, 12, 12));
        case 5: return {.channel = {{{'A', 0}, {'A', 1}, {'A', 2}, {'A', 3}}}, .break_in = {}, .etr = {}};
        default:
            return {.channel = {{{'C', 6}, {'C', 7}, {'C', 8}, {'C', 9}}},
                    .complementary = {{{'A', 7}, {'B', 0}, {'B', 1}}},
                    .break_in = Pin{'A', 6},
                    .etr = Pin{'A', 0}};
    }
}

}  // namespace jig::machine
