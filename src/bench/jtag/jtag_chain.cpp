// SPDX-License-Identifier: Apache-2.0
// One TAP controller's walk over both TAPs' registers.
#include "bench/jtag/jtag_chain.hpp"

namespace jig::bench {

JtagChain::JtagChain(DebugPort& port) : dp_(port), boundary_(port.bus().config().boundary_idcode) {}

void JtagChain::rising_edge(bool tms, bool tdi) {
    leave(tdi);
    state_ = next(state_, tms);
    enter();
}

bool JtagChain::acts_next(bool tms) const {
    return state_ == TapState::capture_dr || next(state_, tms) == TapState::update_dr;
}

// Capture and Shift happen with the rising edge that ends a cycle in their states (IEEE 1149.1, "TAP controller").
void JtagChain::leave(bool tdi) {
    if (state_ == TapState::capture_dr) {
        dp_shift_ = dp_.capture_dr();
        dp_bits_ = dp_.dr_bits();
        boundary_shift_ = boundary_.capture_dr();
        boundary_bits_ = boundary_.dr_bits();
    } else if (state_ == TapState::capture_ir) {
        dp_shift_ = dp_.capture_ir();
        dp_bits_ = JtagDp::ir_bits;
        boundary_shift_ = boundary_.capture_ir();
        boundary_bits_ = BoundaryTap::ir_bits;
    } else if (state_ == TapState::shift_dr || state_ == TapState::shift_ir) {
        shift(tdi);
    }
}

void JtagChain::enter() {
    if (state_ == TapState::update_dr) {
        dp_.update_dr(dp_shift_);
        boundary_.update_dr(boundary_shift_);
    } else if (state_ == TapState::update_ir) {
        dp_.update_ir(dp_shift_);
        boundary_.update_ir(boundary_shift_);
    } else if (state_ == TapState::test_logic_reset) {
        dp_.reset();
        boundary_.reset();
    }
}

void JtagChain::shift(bool tdi) {
    const std::uint64_t between = boundary_shift_ & 1;
    boundary_shift_ = boundary_shift_ >> 1 | std::uint64_t{tdi} << (boundary_bits_ - 1);
    dp_shift_ = dp_shift_ >> 1 | between << (dp_bits_ - 1);
}

bool JtagChain::tdo() const {
    const bool shifting = state_ == TapState::shift_dr || state_ == TapState::shift_ir;
    return !shifting || (dp_shift_ & 1) != 0;
}

void JtagChain::reset() {
    state_ = TapState::test_logic_reset;
    enter();
}

}  // namespace jig::bench
