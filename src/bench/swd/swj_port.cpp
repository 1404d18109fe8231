// SPDX-License-Identifier: Apache-2.0
// The debug pins bit by bit. Packets without their bits are in swj_packet.cpp.
#include "bench/swd/swj_port.hpp"

#include <utility>

namespace jig::bench {

SwjPort::SwjPort(DebugPort& port, WireTime& time, const ContactNoise& noise)
    : port_(&port), time_(&time), random_(noise.seed), noise_(noise.probability), swd_(port), jtag_(port) {}

void SwjPort::rising_edge(Drive swdio, bool tdi) {
    ++cycles_;
    ++owed_;
    const Drive target = swd_selected_ ? swd_.drive() : Drive::released;
    const bool level = line_level(swdio, target);
    watch(level);
    if (swd_selected_) {
        move_swd(level);
    } else {
        move_jtag(level, noisy(tdi));
    }
}

// A host and a target that both drive is contention; the host's stronger driver is taken to win. Nobody: the pull-up.
bool SwjPort::line_level(Drive host, Drive target) {
    if (host != Drive::released) return noisy(host == Drive::high);
    return target == Drive::released || target == Drive::high;
}

void SwjPort::move_swd(bool level) {
    if (!swd_.rising_edge(level)) return;
    settle();
    if (swd_alive()) {
        swd_.act();
    } else {
        swd_.fall_silent();
    }
}

void SwjPort::move_jtag(bool tms, bool tdi) {
    if (!jtag_alive()) return;
    if (jtag_.acts_next(tms)) settle();
    jtag_.rising_edge(tms, tdi);
}

bool SwjPort::sample_swdio() {
    const Drive target = swd_selected_ ? swd_.drive() : Drive::released;
    return target == Drive::released || noisy(target == Drive::high);
}

bool SwjPort::sample_tdo() {
    if (swd_selected_ || !jtag_alive()) return true;
    return noisy(jtag_.tdo());
}

void SwjPort::set_njtrst(bool low) {
    njtrst_low_ = low;
    if (low) jtag_.reset();
}

void SwjPort::settle() {
    // pass() may come back here through whoever is told of the time.
    if (owed_ != 0) time_->pass(std::exchange(owed_, 0));
}

void SwjPort::power_on_reset() {
    port_->power_on_reset();
    swd_.fall_silent();
    jtag_.reset();
    swd_selected_ = false;
    ones_ = sequence_left_ = 0;
}

// Watches for a line reset, and for the sixteen bits that may follow fifty ones.
void SwjPort::watch(bool level) {
    if (sequence_left_ != 0) {
        sequence_ = static_cast<std::uint16_t>(sequence_ >> 1 | (level ? 0x8000 : 0));
        if (--sequence_left_ == 0) end_sequence();
    } else if (!level && ones_ >= swd::reset_ones) {
        sequence_ = 0;
        sequence_left_ = 15;
    }
    ones_ = level ? ones_ + 1 : 0;
    if (ones_ == swd::reset_ones && swd_selected_) reset_line();
}

void SwjPort::end_sequence() {
    if (sequence_ == swd::jtag_to_swd) select(true);
    if (sequence_ == swd::swd_to_jtag) select(false);
}

void SwjPort::select(bool swd) {
    settle();
    if (!swd_alive()) return;
    swd_selected_ = swd;
    jtag_.reset();
    if (swd) {
        reset_line();
    } else {
        swd_.fall_silent();
    }
}

void SwjPort::reset_line() {
    settle();
    if (swd_alive()) swd_.line_reset();
}

bool SwjPort::swd_alive() const { return port_->bus().powered() && port_->bus().swd_enabled(); }

bool SwjPort::jtag_alive() const { return !njtrst_low_ && port_->bus().powered() && port_->bus().jtag_enabled(); }

bool SwjPort::noisy(bool level) { return noise_ > 0.0 && random_.chance(noise_) ? !level : level; }

}  // namespace jig::bench
