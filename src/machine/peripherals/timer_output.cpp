// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/timer_output.hpp"

namespace jig::machine {

namespace {

constexpr Level level_of(bool high) { return high ? Level::high : Level::low; }

}  // namespace

// 14.4.7, OC1M. In PWM mode 1 the channel is active as long as CNT < CCR counting up, and not CNT > CCR counting down.
bool output_reference(bool before, const CompareState& state) {
    const bool pwm = state.down ? state.count <= state.compare : state.count < state.compare;
    switch (state.mode) {
        case 1: return before || state.reached;
        case 2: return before && !state.reached;
        case 3: return before != state.odd;
        case 4: return false;
        case 5: return true;
        case 6: return pwm;
        case 7: return !pwm;
        default: return before;  // frozen
    }
}

OutputPair output_levels(bool reference, const OutputControl& c) {
    const bool any = c.CCxE || c.CCxNE;
    if (!c.MOE) {
        if (!c.OSSI || !any) return {};
        return {.OCx = level_of(c.OISx), .OCxN = level_of(c.OISxN)};
    }
    if (!any) return {};
    const Level off_level = c.OSSR ? level_of(c.CCxP) : Level::floating;
    const Level off_level_n = c.OSSR ? level_of(c.CCxNP) : Level::floating;
    const bool complementary = c.CCxE && c.CCxNE ? !reference : reference;
    return {.OCx = c.CCxE ? level_of(reference != c.CCxP) : off_level,
            .OCxN = c.CCxNE ? level_of(complementary != c.CCxNP) : off_level_n};
}

}  // namespace jig::machine
