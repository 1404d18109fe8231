// SPDX-License-Identifier: Apache-2.0
// Whole SWD packets without their bits: the same accesses of the debug port, after the same number of cycles, as the
// protocol engine would make of them. swd_equivalence_test.cpp holds the two together.
#include <bit>

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

namespace {

// How long the data line has been high when the parity bit of `value` has gone over it.
unsigned trailing_ones(std::uint32_t value) {
    return swd::parity(value) ? 1 + static_cast<unsigned>(std::countl_one(value)) : 0;
}

}  // namespace

bool SwjPort::packets_possible(bool data_always) const {
    return noise_ <= 0.0 && swd_selected_ && sequence_left_ == 0 && swd_.idle() && port_->turnaround() == 1 &&
           port_->overrun_detection() == data_always;
}

DapTransfer SwjPort::exchange(const DapRequest& request, std::uint32_t value) {
    const std::uint64_t before = cycles_;
    DapTransfer result;
    pass_cycles(swd::request_bits);
    settle();
    if (!swd_alive()) {
        swd_.fall_silent();
        ones_ = 1 + pass_cycles(1 + swd::ack_bits + swd::data_bits + 1);
    } else {
        const bool data = (result.ack = port_->acknowledge(request)) == SwdAck::ok || port_->overrun_detection();
        if (!data) {
            pass_cycles(1 + swd::ack_bits + 1);
            ones_ = result.ack == SwdAck::fault ? 2 : 1;
        } else if (request.read) {
            finish_read(request, result);
        } else {
            finish_write(request, value, result.ack);
        }
    }
    result.cycles = static_cast<unsigned>(cycles_ - before);
    return result;
}

void SwjPort::finish_read(const DapRequest& request, DapTransfer& result) {
    if (result.ack == SwdAck::ok) {
        result.value = port_->read(request);
        ones_ = 1 + trailing_ones(result.value);
    } else {
        // Nobody drives; the pull-up is read, and its parity is wrong.
        result.value = 0xFFFFFFFF;
        result.parity_error = true;
        ones_ = swd::data_bits + (result.ack == SwdAck::fault ? 2 : 1);
    }
    pass_cycles(1 + swd::ack_bits + swd::data_bits + 1);
}

void SwjPort::finish_write(const DapRequest& request, std::uint32_t value, SwdAck ack) {
    pass_cycles(1 + swd::ack_bits + 1 + swd::data_bits);
    settle();
    if (ack == SwdAck::ok) port_->write(request, value);
    ones_ = trailing_ones(value);
}

unsigned SwjPort::pass_cycles(unsigned cycles) {
    cycles_ += cycles;
    owed_ += cycles;
    return cycles;
}

}  // namespace jig::bench
