// SPDX-License-Identifier: Apache-2.0
// SWD as a CMSIS-DAP probe drives it: one packet as DAP_SWD_Configure and DAP_TransferConfigure shape it. Packet
// altitude; who calls it repeats what was answered with WAIT.
#pragma once

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class SwdDriver {
 public:
    explicit SwdDriver(SwjPort& wire) : wire_(&wire) {}

    // Clock cycles of a turnaround, 1 to 4; whether a data phase follows WAIT and FAULT.
    void configure(unsigned turnaround, bool data_phase) {
        turnaround_ = turnaround;
        data_phase_ = data_phase;
    }
    // Low cycles after each packet that is answered with OK.
    void set_idle_cycles(unsigned cycles) { idle_cycles_ = cycles; }

    // The Transfer Response; `value` is written, or becomes what was read.
    std::uint8_t transfer(const DapRequest& request, std::uint32_t& value);
    void send(std::uint64_t bits, unsigned count);
    [[nodiscard]] std::uint64_t receive(unsigned count);

 private:
    std::uint8_t exchange_bits(const DapRequest& request, std::uint32_t& value);
    std::uint8_t move_data(const DapRequest& request, std::uint32_t& value);
    void pass_dummy_data(const DapRequest& request);
    void release(unsigned cycles);

    SwjPort* wire_;
    unsigned turnaround_ = 1;
    bool data_phase_ = false;
    unsigned idle_cycles_ = 0;
};

}  // namespace jig::bench
