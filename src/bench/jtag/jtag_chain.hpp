// SPDX-License-Identifier: Apache-2.0
// The chip's scan chain: TDI, boundary-scan TAP, JTAG-DP, TDO, moved by one TAP controller state each. RM0008 31.5.
#pragma once

#include <cstdint>

#include "bench/jtag/boundary_tap.hpp"
#include "bench/jtag/jtag_dp.hpp"
#include "bench/jtag/tap_state.hpp"

namespace jig::bench {

class JtagChain {
 public:
    explicit JtagChain(DebugPort& port);

    // A rising edge of TCK.
    void rising_edge(bool tms, bool tdi);
    // What TDO shows after the falling edge; high (pulled up) outside the Shift states.
    [[nodiscard]] bool tdo() const;
    // NJTRST, power-on, or the switch back from SWD.
    void reset();
    [[nodiscard]] TapState state() const { return state_; }
    // Whether the next rising edge reads or writes the debug port, so that the time must be right.
    [[nodiscard]] bool acts_next(bool tms) const;

 private:
    void leave(bool tdi);
    void enter();
    void shift(bool tdi);

    JtagDp dp_;
    BoundaryTap boundary_;
    TapState state_ = TapState::test_logic_reset;
    // Bit 0 of the JTAG-DP's shift register is next to TDO, that of the boundary-scan TAP next to the JTAG-DP.
    std::uint64_t dp_shift_ = 0;
    std::uint64_t boundary_shift_ = 0;
    unsigned dp_bits_ = JtagDp::ir_bits;
    unsigned boundary_bits_ = BoundaryTap::ir_bits;
};

}  // namespace jig::bench
