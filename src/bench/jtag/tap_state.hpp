// SPDX-License-Identifier: Apache-2.0
// The sixteen states of a JTAG test access port. IEEE 1149.1, "TAP controller".
#pragma once

#include <cstdint>

namespace jig::bench {

enum class TapState : std::uint8_t {
    test_logic_reset,
    run_test_idle,
    select_dr,
    capture_dr,
    shift_dr,
    exit1_dr,
    pause_dr,
    exit2_dr,
    update_dr,
    select_ir,
    capture_ir,
    shift_ir,
    exit1_ir,
    pause_ir,
    exit2_ir,
    update_ir,
};

// The state after a rising edge of TCK.
[[nodiscard]] TapState next(TapState state, bool tms);

}  // namespace jig::bench
