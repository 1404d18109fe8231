// SPDX-License-Identifier: Apache-2.0
// DPACC and APACC scans: 35 bits, of which the low three are RnW and A[3:2] going in, the acknowledgement coming out.
#include "bench/jtag/jtag_dp.hpp"

namespace jig::bench {

namespace {

constexpr std::uint64_t ack_ok_fault = 0b010;
constexpr std::uint64_t ack_wait = 0b001;
constexpr unsigned access_bits = 35;

}  // namespace

unsigned JtagDp::dr_bits() const {
    switch (ir_) {
        case ABORT:
        case DPACC:
        case APACC: return access_bits;
        case IDCODE: return 32;
        default: return 1;  // BYPASS, and instructions that a JTAG-DP does not have
    }
}

std::uint64_t JtagDp::capture_dr() {
    switch (ir_) {
        case DPACC:
        case APACC: return capture_access();
        case ABORT: return ack_ok_fault;
        case IDCODE: return port_->bus().config().jtag_idcode;
        default: return 0;
    }
}

std::uint64_t JtagDp::capture_access() {
    ready_ = port_->jtag_ready(ir_ == APACC);
    if (!ready_) return ack_wait;
    return std::uint64_t{port_->jtag_result()} << 3 | ack_ok_fault;
}

void JtagDp::update_dr(std::uint64_t value) {
    const auto data = static_cast<std::uint32_t>(value >> 3);
    if (ir_ == ABORT) port_->jtag_abort(data);
    if ((ir_ != DPACC && ir_ != APACC) || !ready_) return;
    const DapRequest request{ir_ == APACC, (value & 1) != 0, static_cast<std::uint8_t>(value << 1 & 0xC)};
    port_->jtag_update(request, data);
}

}  // namespace jig::bench
