// SPDX-License-Identifier: Apache-2.0
// The chip's five debug pins: SWD and JTAG behind them, the sequences that switch between the two, contact noise, and
// the count of clock cycles. Every model of a probe that moves bits drives this. DDI 0337 (Cortex-M3 r1p1) and
// RM0008 31.3.
#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "bench/debug_port/debug_port.hpp"
#include "bench/jtag/jtag_chain.hpp"
#include "bench/swd/swd_packet.hpp"
#include "bench/swd/swd_target.hpp"

namespace jig::bench {

// Bits that arrive flipped: a probability per bit and direction, from a seed.
struct ContactNoise {
    std::uint64_t seed = 1;
    double probability = 0.0;
};

// What became of one packet.
struct DapTransfer {
    SwdAck ack = SwdAck::none;  // anything but ok, wait and fault: a protocol error (the bits as they were read)
    std::uint32_t value = 0;    // of a read
    bool parity_error = false;  // of a read's data
    unsigned cycles = 0;        // of SWCLK, all of them charged to the wire's time
};

class SwjPort {
 public:
    SwjPort(DebugPort& port, WireTime& time, const ContactNoise& noise = {});

    // A rising edge of SWCLK/TCK. `swdio` is what the host does with SWDIO/TMS; `tdi` is for JTAG.
    void rising_edge(Drive swdio, bool tdi = true);
    // What a host that has released SWDIO samples now. Sample before rising_edge(), as the bit-banging adapters do, or
    // right after it, as the Bus Pirate does.
    [[nodiscard]] bool sample_swdio();
    // TDO since the last rising edge; a real TAP changes it with the falling edge in between.
    [[nodiscard]] bool sample_tdo();
    // NJTRST low holds the TAPs in Test-Logic-Reset.
    void set_njtrst(bool low);

    // Time for the cycles counted so far has been asked of WireTime, and no more is owed.
    void settle();
    // Clock cycles since construction.
    [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
    // Power came back, or was lost: JTAG is selected, everything is as after power-on.
    void power_on_reset();

    // ---- Packets without their bits: the same accesses at the same times.
    // True while there is no noise, SWD is selected, the target waits for Start with a turnaround of one cycle, and a
    // data phase follows WAIT and FAULT exactly when the host thinks so.
    [[nodiscard]] bool packets_possible(bool data_always) const;
    // Only while packets_possible().
    DapTransfer exchange(const DapRequest& request, std::uint32_t value);
    // JTAG or SWD: which of the two the switch sequences have chosen.
    [[nodiscard]] bool swd_selected() const { return swd_selected_; }
    [[nodiscard]] DebugPort& port() { return *port_; }

 private:
    [[nodiscard]] bool line_level(Drive host, Drive target);
    [[nodiscard]] bool noisy(bool level);
    void move_swd(bool level);
    void move_jtag(bool tms, bool tdi);
    void watch(bool level);
    void end_sequence();
    void select(bool swd);
    void reset_line();
    [[nodiscard]] bool swd_alive() const;
    [[nodiscard]] bool jtag_alive() const;
    void finish_read(const DapRequest& request, DapTransfer& result);
    void finish_write(const DapRequest& request, std::uint32_t value, SwdAck ack);
    unsigned pass_cycles(unsigned cycles);

    DebugPort* port_;
    WireTime* time_;
    Random random_;
    double noise_;
    SwdTarget swd_;
    JtagChain jtag_;
    bool swd_selected_ = false;
    bool njtrst_low_ = false;
    unsigned ones_ = 0;           // cycles that SWDIO/TMS has been high
    unsigned sequence_left_ = 0;  // bits that a possible switch sequence still has
    std::uint16_t sequence_ = 0;
    std::uint64_t cycles_ = 0;
    std::uint64_t owed_ = 0;
};

}  // namespace jig::bench
