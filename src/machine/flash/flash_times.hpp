// SPDX-License-Identifier: Apache-2.0
// How long flash operations take: DS5792 (STM32F103xC/D/E) section 5.3.9, table "Flash memory characteristics".
#pragma once

#include "machine/chip.hpp"
#include "machine/time.hpp"

namespace jig::machine {

struct FlashDurations {
    Picoseconds program;     // one half-word, t_prog
    Picoseconds erase_page;  // t_ERASE; the datasheet gives minimum and maximum only, the middle is our definition
    Picoseconds erase_all;   // t_ME, likewise
};

// The datasheet has no line for option bytes: they are taken as a half-word and a page like any other.
[[nodiscard]] constexpr FlashDurations flash_durations(FlashTimes times) {
    using std::chrono::milliseconds;
    using std::chrono::nanoseconds;
    switch (times) {
        case FlashTimes::minimum: return {nanoseconds{40'000}, milliseconds{20}, milliseconds{20}};
        case FlashTimes::typical: return {nanoseconds{52'500}, milliseconds{30}, milliseconds{30}};
        case FlashTimes::maximum: return {nanoseconds{70'000}, milliseconds{40}, milliseconds{40}};
    }
    return {};
}

}  // namespace jig::machine
