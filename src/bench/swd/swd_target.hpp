// SPDX-License-Identifier: Apache-2.0
// The SW-DP's side of the two wires. Bit altitude: one call per rising edge of SWCLK. It turns bits into accesses of
// the debug port and back; which of SWD and JTAG is selected, and the sequences that switch, are SwjPort's.
#pragma once

#include <cstdint>

#include "bench/debug_port/debug_port.hpp"
#include "bench/swd/swd_packet.hpp"

namespace jig::bench {

class SwdTarget {
 public:
    explicit SwdTarget(DebugPort& port) : port_(&port) {}

    // A rising edge of SWCLK with `level` on SWDIO. Returns true when an access of the debug port is due with this
    // edge: the caller lets the time come up to it and calls act().
    [[nodiscard]] bool rising_edge(bool level);
    // Performs what the last rising edge made due: the acknowledgement, or the write whose data is complete.
    void act();
    // What the target does with SWDIO since the last rising edge. A host that samples before the next rising edge sees
    // the same as one that samples right after this one.
    [[nodiscard]] Drive drive() const { return drive_; }

    // The line was high for 50 cycles.
    void line_reset();
    // After power-on, or when the other protocol is selected: nothing is answered until a line reset.
    void fall_silent();

    // Whether the next bit may be the Start of a packet: then packets can be exchanged whole, without their bits.
    [[nodiscard]] bool idle() const { return state_ == State::idle; }

 private:
    enum class State : std::uint8_t {
        silent,      // protocol error, or never reset: waits for a line reset
        reset,       // line reset seen; waits for two low cycles
        idle,        // waits for Start
        request,     // collects the request
        to_ack,      // turnaround before the acknowledgement
        ack,         // drives the acknowledgement
        to_write,    // turnaround before the host's data
        write_data,  // collects data and parity
        read_data,   // drives data and parity
        to_idle,     // turnaround after what the target drove
    };

    void wait_for_idle(bool level);
    [[nodiscard]] bool collect_request(bool level);
    [[nodiscard]] bool collect_data(bool level);
    void answer_request();
    void finish_write();
    void drive_next();
    void after_ack();
    void turn_around();
    void begin(State state, unsigned cycles);

    DebugPort* port_;
    State state_ = State::silent;
    Drive drive_ = Drive::released;
    unsigned left_ = 0;         // cycles or bits that `state_` still takes
    unsigned low_cycles_ = 0;   // in `reset`
    std::uint64_t shift_ = 0;   // bits being collected or driven
    std::uint64_t answer_ = 0;  // data and parity of the read that was acknowledged
    DapRequest request_;
    SwdAck ack_ = SwdAck::none;
};

}  // namespace jig::bench
