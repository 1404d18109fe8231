// SPDX-License-Identifier: Apache-2.0
// The SW-DP's protocol engine. Slots are counted as the target sees them: it samples with the rising edge that ends a
// slot, and drives its own next bit right after that edge.
#include "bench/swd/swd_target.hpp"

namespace jig::bench {

bool SwdTarget::rising_edge(bool level) {
    switch (state_) {
        case State::silent: return false;
        case State::reset: wait_for_idle(level); return false;
        case State::idle:
            if (level) begin(State::request, swd::request_bits - 1);
            shift_ = 1;
            return false;
        case State::request: return collect_request(level);
        case State::write_data: return collect_data(level);
        case State::ack:
        case State::read_data: drive_next(); return false;
        case State::to_ack:
        case State::to_write:
        case State::to_idle: turn_around(); return false;
    }
    return false;
}

void SwdTarget::wait_for_idle(bool level) {
    low_cycles_ = level ? 0 : low_cycles_ + 1;
    if (low_cycles_ == swd::reset_idle) state_ = State::idle;
}

bool SwdTarget::collect_request(bool level) {
    shift_ |= std::uint64_t{level} << (swd::request_bits - left_);
    if (--left_ != 0) return false;
    const auto request = swd::decode(static_cast<std::uint8_t>(shift_));
    if (!request) {
        fall_silent();
        return false;
    }
    request_ = *request;
    return true;
}

bool SwdTarget::collect_data(bool level) {
    shift_ |= std::uint64_t{level} << (swd::data_bits - left_);
    return --left_ == 0;
}

void SwdTarget::act() {
    if (state_ == State::write_data) {
        finish_write();
    } else {
        answer_request();
    }
}

void SwdTarget::answer_request() {
    ack_ = port_->acknowledge(request_);
    answer_ = 0;
    if (ack_ == SwdAck::ok && request_.read) {
        const std::uint32_t value = port_->read(request_);
        answer_ = value | std::uint64_t{swd::parity(value)} << 32;
    }
    begin(State::to_ack, port_->turnaround());
}

void SwdTarget::finish_write() {
    const auto value = static_cast<std::uint32_t>(shift_);
    if (ack_ == SwdAck::ok) {
        if (swd::parity(value) == (shift_ >> 32 != 0)) {
            port_->write(request_, value);
        } else {
            port_->write_damaged();
        }
    }
    state_ = State::idle;
}

// A bit that the target drove has been sampled: the next one, or the end of the phase.
void SwdTarget::drive_next() {
    if (--left_ != 0) {
        shift_ >>= 1;
        if (drive_ != Drive::released) drive_ = drive_of((shift_ & 1) != 0);
        return;
    }
    drive_ = Drive::released;
    if (state_ == State::ack) {
        after_ack();
    } else {
        begin(State::to_idle, port_->turnaround());
    }
}

// With overrun detection the data phase follows whatever the acknowledgement was (IHI 0031, "Sticky overrun
// behavior"); a read then carries nothing, and the line is left to its pull-up.
void SwdTarget::after_ack() {
    if (ack_ != SwdAck::ok && !port_->overrun_detection()) {
        begin(State::to_idle, port_->turnaround());
    } else if (!request_.read) {
        begin(State::to_write, port_->turnaround());
    } else {
        begin(State::read_data, swd::data_bits);
        shift_ = answer_;
        if (ack_ == SwdAck::ok) drive_ = drive_of((shift_ & 1) != 0);
    }
}

void SwdTarget::turn_around() {
    if (--left_ != 0) return;
    switch (state_) {
        case State::to_ack:
            begin(State::ack, swd::ack_bits);
            shift_ = static_cast<std::uint64_t>(ack_);
            drive_ = drive_of((shift_ & 1) != 0);
            break;
        case State::to_write:
            begin(State::write_data, swd::data_bits);
            shift_ = 0;
            break;
        default: state_ = State::idle; break;
    }
}

void SwdTarget::begin(State state, unsigned cycles) {
    state_ = state;
    left_ = cycles;
}

void SwdTarget::line_reset() {
    port_->line_reset();
    drive_ = Drive::released;
    low_cycles_ = 0;
    state_ = State::reset;
}

void SwdTarget::fall_silent() {
    drive_ = Drive::released;
    state_ = State::silent;
}

}  // namespace jig::bench
