// SPDX-License-Identifier: Apache-2.0
// The debug port's transactions: what is under way, what is buffered, what is answered. Its registers are in
// debug_port_registers.cpp.
#include "bench/debug_port/debug_port.hpp"

#include "bench/debug_port/ctrl_stat.hpp"

namespace jig::bench {

using namespace ctrl_stat;

DebugPort::DebugPort(DebugBus& bus, const WaitInjection& wait)
    : bus_(&bus), ap_(bus), random_(wait.seed), wait_probability_(wait.probability) {}

SwdAck DebugPort::acknowledge(const DapRequest& request) {
    settle();
    const SwdAck ack = decide(request);
    if (reads_result(request)) set_flag(READOK, ack == SwdAck::ok);
    if (ack == SwdAck::ok) ++counters_.transactions;
    if (ack == SwdAck::fault) ++counters_.faults;
    if (ack == SwdAck::wait) {
        ++counters_.waits;
        // An overrun: the new access is refused, the one under way goes on.
        if (overrun_detection()) ctrl_stat_ |= STICKYORUN;
    }
    return ack;
}

SwdAck DebugPort::decide(const DapRequest& request) {
    const bool dpidr_read = !request.ap && request.read && request.address == 0;
    // "It is mandatory to […] perform a READ access of the DP-SW ID CODE register. Otherwise, the target will issue a
    // FAULT acknowledge response on another transactions." RM0008 31.8.3.
    if (!identified_ && !dpidr_read) return SwdAck::fault;
    if (always_answered(request)) return SwdAck::ok;
    if ((ctrl_stat_ & sticky_flags) != 0) return SwdAck::fault;
    if (request.ap && !debug_powered()) {
        ctrl_stat_ |= STICKYERR;
        return SwdAck::fault;
    }
    if (must_wait(request)) return SwdAck::wait;
    if (request.ap && inject_wait()) return SwdAck::wait;
    return SwdAck::ok;
}

bool DebugPort::must_wait(const DapRequest& request) {
    if (request.ap && ap_.transfer_in_progress() && AhbAp::moves_data(ap_register(request))) return true;
    if (!pending_) return false;
    // The write buffer takes one write while an access is under way (RM0008 31.8.4).
    return request.read || buffered_;
}

// IHI 0031A 5.4.8: these show what is wrong, or end it.
bool DebugPort::always_answered(const DapRequest& request) {
    if (request.ap) return false;
    if (request.address == 0) return true;        // DPIDR, ABORT
    return request.address == 4 && request.read;  // CTRL/STAT, WCR
}

bool DebugPort::inject_wait() {
    if (wait_probability_ <= 0.0 || !random_.chance(wait_probability_)) return false;
    ++counters_.injected_waits;
    return true;
}

std::uint32_t DebugPort::read(const DapRequest& request) {
    if (always_answered(request)) drop_buffered();
    if (!request.ap) return read_dp(request.address);
    last_answer_ = ap_result_;
    start(ap_register(request), true, 0);
    return last_answer_;
}

void DebugPort::write(const DapRequest& request, std::uint32_t value) {
    settle();
    if (always_answered(request)) {
        drop_buffered();
        abort(value);
    } else if (pending_) {
        buffered_ = BufferedWrite{request, value};
    } else {
        perform_write(request, value);
    }
}

void DebugPort::write_damaged() { ctrl_stat_ |= WDATAERR; }

void DebugPort::perform_write(const DapRequest& request, std::uint32_t value) {
    if (request.ap) {
        start(ap_register(request), false, value);
    } else {
        write_dp(request.address, value);
    }
}

void DebugPort::start(std::uint8_t address, bool is_read, std::uint32_t value) {
    // There is no other AP: its registers read as zero, the IDR too (IHI 0031, "AP identification").
    if (!ap_selected()) {
        if (is_read) ap_result_ = 0;
        return;
    }
    Pending next;
    next.is_read = is_read;
    next.pushed = !is_read && transfer_mode() != TransferMode::normal;
    next.address = address;
    next.value = value;
    do {
        begin(next);
    } while (!pending_ && take_repeat(next));
}

void DebugPort::begin(Pending access) {
    access.access =
        access.is_read || access.pushed ? ap_.read(access.address) : ap_.write(access.address, access.value);
    if (access.access.reply.ready_at > bus_->now()) {
        pending_ = access;
    } else {
        finish(access);
    }
}

void DebugPort::finish(const Pending& done) {
    ap_.complete(done.access);
    if (done.access.reply.fault) ctrl_stat_ |= STICKYERR;
    if (done.is_read) ap_result_ = done.access.reply.value;
    if (done.pushed && !done.access.reply.fault) compare(done.value, done.access.reply.value);
}

// A write to DRW with TRNCNT set is done TRNCNT more times (IHI 0031, "The transaction counter").
bool DebugPort::take_repeat(const Pending& done) {
    if (done.is_read || !AhbAp::counts_transactions(done.address)) return false;
    const std::uint32_t count = (ctrl_stat_ & TRNCNT) >> TRNCNT_shift;
    if (count == 0 || (ctrl_stat_ & sticky_flags) != 0) return false;
    ctrl_stat_ = (ctrl_stat_ & ~TRNCNT) | (count - 1) << TRNCNT_shift;
    return true;
}

// Pushed verify flags a difference, pushed compare an equality, in the bytes that MASKLANE names.
void DebugPort::compare(std::uint32_t wanted, std::uint32_t found) {
    std::uint32_t mask = 0;
    for (unsigned lane = 0; lane < 4; ++lane) {
        if ((ctrl_stat_ >> (MASKLANE_shift + lane) & 1u) != 0) mask |= 0xFFu << 8 * lane;
    }
    const bool equal = ((wanted ^ found) & mask) == 0;
    const bool flag_equality = transfer_mode() == TransferMode::pushed_compare;
    if (equal == flag_equality) ctrl_stat_ |= STICKYCMP;
}

void DebugPort::settle() {
    while (pending_ && bus_->now() >= pending_->access.reply.ready_at) {
        const Pending done = *pending_;
        pending_.reset();
        finish(done);
        if (take_repeat(done)) start(done.address, false, done.value);
        if (!pending_ && buffered_) release_buffered();
    }
}

void DebugPort::release_buffered() {
    if ((ctrl_stat_ & sticky_flags) != 0) return drop_buffered();
    const BufferedWrite write = *buffered_;
    buffered_.reset();
    perform_write(write.request, write.value);
}

// A write that was acknowledged and is not done is a write data error. It is not done when the access before it failed,
// and when an access that cannot wait would overtake it (IHI 0031A 5.4.7).
void DebugPort::drop_buffered() {
    if (!buffered_) return;
    buffered_.reset();
    ctrl_stat_ |= WDATAERR;
}

void DebugPort::abort(std::uint32_t value) {
    using namespace dp_abort;
    if ((value & DAPABORT) != 0 && pending_) {
        ap_.abandon_until(pending_->access.reply.ready_at);
        pending_.reset();
        buffered_.reset();
    }
    if ((value & STKCMPCLR) != 0) ctrl_stat_ &= ~STICKYCMP;
    if ((value & STKERRCLR) != 0) ctrl_stat_ &= ~STICKYERR;
    if ((value & WDERRCLR) != 0) ctrl_stat_ &= ~WDATAERR;
    if ((value & ORUNERRCLR) != 0) ctrl_stat_ &= ~STICKYORUN;
}

bool DebugPort::jtag_ready(bool ap) {
    settle();
    const bool ready = !pending_ && !(ap && inject_wait());
    if (ready) {
        ++counters_.transactions;
        return true;
    }
    ++counters_.waits;
    if (overrun_detection()) ctrl_stat_ |= STICKYORUN;
    return false;
}

void DebugPort::jtag_update(const DapRequest& request, std::uint32_t value) {
    settle();
    if (request.ap) {
        jtag_ap(request, value);
    } else if (request.read) {
        jtag_shows_ap_ = false;
        jtag_result_ = read_jtag_dp(request.address);
    } else {
        write_jtag_dp(request.address, value);
    }
}

void DebugPort::jtag_ap(const DapRequest& request, std::uint32_t value) {
    // Any sticky flag makes the AP's transactions vanish until it is cleared (IHI 0031, "Sticky flags").
    if ((ctrl_stat_ & sticky_flags) != 0) return;
    if (!debug_powered()) {
        ctrl_stat_ |= STICKYERR;
        return;
    }
    jtag_shows_ap_ = request.read;
    start(ap_register(request), request.read, value);
}

std::uint32_t DebugPort::jtag_result() {
    settle();
    return jtag_shows_ap_ ? ap_result_ : jtag_result_;
}

void DebugPort::jtag_abort(std::uint32_t value) {
    settle();
    abort(value & dp_abort::DAPABORT);
}

}  // namespace jig::bench
