// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/swd_driver.hpp"

#include "bench/cmsis_dap/dap_ack.hpp"

namespace jig::bench {

std::uint8_t SwdDriver::transfer(const DapRequest& request, std::uint32_t& value) {
    std::uint8_t ack = 0;
    if (turnaround_ == 1 && wire_->packets_possible(data_phase_)) {
        const DapTransfer result = wire_->exchange(request, value);
        ack = static_cast<std::uint8_t>(result.ack);
        if (request.read) value = result.value;
    } else {
        ack = exchange_bits(request, value);
    }
    if (ack == dap_ack::ok) send(0, idle_cycles_);
    return ack;
}

std::uint8_t SwdDriver::exchange_bits(const DapRequest& request, std::uint32_t& value) {
    send(swd::encode(request), swd::request_bits);
    release(turnaround_);
    const auto ack = static_cast<std::uint8_t>(receive(swd::ack_bits));
    if (ack == dap_ack::ok) return move_data(request, value);
    if (ack == dap_ack::wait || ack == dap_ack::fault) {
        pass_dummy_data(request);
    } else {
        // Nobody can tell what the target does now: the line is left to it for as long as data would take.
        release(turnaround_ + swd::data_bits);
    }
    return ack;
}

std::uint8_t SwdDriver::move_data(const DapRequest& request, std::uint32_t& value) {
    if (!request.read) {
        release(turnaround_);
        send(value | std::uint64_t{swd::parity(value)} << 32, swd::data_bits);
        return dap_ack::ok;
    }
    const std::uint64_t bits = receive(swd::data_bits);
    release(turnaround_);
    value = static_cast<std::uint32_t>(bits);
    return swd::parity(value) == (bits >> 32 != 0) ? dap_ack::ok : dap_ack::protocol_error;
}

void SwdDriver::pass_dummy_data(const DapRequest& request) {
    if (data_phase_ && request.read) release(swd::data_bits);
    release(turnaround_);
    if (data_phase_ && !request.read) send(0, swd::data_bits);
}

void SwdDriver::send(std::uint64_t bits, unsigned count) {
    for (unsigned i = 0; i < count; ++i) wire_->rising_edge(drive_of(i < 64 && (bits >> i & 1) != 0));
}

std::uint64_t SwdDriver::receive(unsigned count) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < count; ++i) {
        bits |= std::uint64_t{wire_->sample_swdio()} << i;
        wire_->rising_edge(Drive::released);
    }
    return bits;
}

void SwdDriver::release(unsigned cycles) {
    for (unsigned i = 0; i < cycles; ++i) wire_->rising_edge(Drive::released);
}

}  // namespace jig::bench
