// SPDX-License-Identifier: Apache-2.0
// What a pin does once the board has come up, as somebody in front of it would say.
#pragma once

#include <string>

#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

struct PinHabit {
    enum class Kind : std::uint8_t { floating, low, high, blinking, busy };
    Kind kind = Kind::floating;
    double period_ms = 0;
};

[[nodiscard]] PinHabit habit_in(const BootRecord& record, machine::Pin pin);
[[nodiscard]] std::string words(const PinHabit& habit);

// The same habit, or the same edges a little sooner or later: boards need not be at the same moment of their blinking
// when time is up.
[[nodiscard]] bool same_on_pin(const BootRecord& golden, const BootRecord& copy, machine::Pin pin);

}  // namespace jig::inspect
