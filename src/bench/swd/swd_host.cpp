// SPDX-License-Identifier: Apache-2.0
// A probe's packets and sequences, bit by bit where they must be.
#include "bench/swd/swd_host.hpp"

namespace jig::bench {

namespace {

constexpr unsigned turnaround = 1;  // a host that never writes WCR
// More than the fifty that are asked for, in whole bytes, as probes send them.
constexpr unsigned ones_sent = 56;
constexpr unsigned idle_sent = 8;

}  // namespace

DapTransfer SwdHost::transfer(const DapRequest& request, std::uint32_t value, bool data_always) {
    return wire_->packets_possible(data_always) ? wire_->exchange(request, value)
                                                : exchange_bits(request, value, data_always);
}

DapTransfer SwdHost::exchange_bits(const DapRequest& request, std::uint32_t value, bool data_always) {
    const std::uint64_t before = wire_->cycles();
    DapTransfer result;
    send(swd::encode(request), swd::request_bits);
    release(turnaround);
    result.ack = static_cast<SwdAck>(receive(swd::ack_bits));
    const bool refused = result.ack == SwdAck::wait || result.ack == SwdAck::fault;
    if (result.ack == SwdAck::ok || (refused && data_always)) {
        move_data(request, value, result);
    } else if (refused) {
        release(turnaround);
    } else {
        // Nobody can tell what the target does now: the line is left to it for as long as data would take.
        release(swd::data_bits + turnaround);
    }
    result.cycles = static_cast<unsigned>(wire_->cycles() - before);
    return result;
}

void SwdHost::move_data(const DapRequest& request, std::uint32_t value, DapTransfer& result) {
    if (request.read) {
        const std::uint64_t bits = receive(swd::data_bits);
        result.value = static_cast<std::uint32_t>(bits);
        result.parity_error = swd::parity(result.value) != (bits >> 32 != 0);
        release(turnaround);
    } else {
        release(turnaround);
        send(value | std::uint64_t{swd::parity(value)} << 32, swd::data_bits);
    }
}

void SwdHost::line_reset() {
    send(~std::uint64_t{0}, ones_sent);
    idle(idle_sent);
}

void SwdHost::jtag_to_swd() {
    send(~std::uint64_t{0}, ones_sent);
    send(swd::jtag_to_swd, 16);
    line_reset();
}

void SwdHost::swd_to_jtag() {
    send(~std::uint64_t{0}, ones_sent);
    send(swd::swd_to_jtag, 16);
    send(0xFF, 8);
}

void SwdHost::idle(unsigned cycles) {
    for (unsigned i = 0; i < cycles; ++i) wire_->rising_edge(Drive::low);
}

void SwdHost::send(std::uint64_t bits, unsigned count) {
    for (unsigned i = 0; i < count; ++i) wire_->rising_edge(drive_of((bits >> i & 1) != 0));
}

std::uint64_t SwdHost::receive(unsigned count) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < count; ++i) {
        bits |= std::uint64_t{wire_->sample_swdio()} << i;
        wire_->rising_edge(Drive::released);
    }
    return bits;
}

void SwdHost::release(unsigned cycles) {
    for (unsigned i = 0; i < cycles; ++i) wire_->rising_edge(Drive::released);
}

}  // namespace jig::bench
