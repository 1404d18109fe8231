// SPDX-License-Identifier: Apache-2.0
// Why a chip resets.
#pragma once

#include <cstdint>

namespace jig::machine {

// RCC_CSR's reset flags, RM0008 7.3.10; and the end of Standby by a wakeup event, 5.3.5.
enum class ResetCause : std::uint8_t {
    pin,
    power_on,
    software,
    independent_watchdog,
    window_watchdog,
    low_power,
    wakeup
};

}  // namespace jig::machine
