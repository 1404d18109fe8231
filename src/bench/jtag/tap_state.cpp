// SPDX-License-Identifier: Apache-2.0
// The TAP controller's transitions as a table: one row per state, TMS = 0 and TMS = 1.
#include "bench/jtag/tap_state.hpp"

#include <array>

namespace jig::bench {

TapState next(TapState state, bool tms) {
    using enum TapState;
    static constexpr std::array<std::array<TapState, 2>, 16> table{{
        {run_test_idle, test_logic_reset},  // Test-Logic-Reset
        {run_test_idle, select_dr},         // Run-Test/Idle
        {capture_dr, select_ir},            // Select-DR-Scan
        {shift_dr, exit1_dr},               // Capture-DR
        {shift_dr, exit1_dr},               // Shift-DR
        {pause_dr, update_dr},              // Exit1-DR
        {pause_dr, exit2_dr},               // Pause-DR
        {shift_dr, update_dr},              // Exit2-DR
        {run_test_idle, select_dr},         // Update-DR
        {capture_ir, test_logic_reset},     // Select-IR-Scan
        {shift_ir, exit1_ir},               // Capture-IR
        {shift_ir, exit1_ir},               // Shift-IR
        {pause_ir, update_ir},              // Exit1-IR
        {pause_ir, exit2_ir},               // Pause-IR
        {shift_ir, update_ir},              // Exit2-IR
        {run_test_idle, select_dr},         // Update-IR
    }};
    return table[static_cast<unsigned>(state)][tms ? 1 : 0];
}

}  // namespace jig::bench
