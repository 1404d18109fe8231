// SPDX-License-Identifier: Apache-2.0
// What a probe's firmware does with SWCLK and SWDIO: whole packets and the sequences that wake a port. Packet altitude;
// it neither retries nor clears flags. With contact noise every bit goes over the wire, without it the packet is
// exchanged at once: the same accesses at the same times.
#pragma once

#include <cstdint>

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

struct SwdTransfer {
    SwdAck ack = SwdAck::none;  // anything but ok, wait and fault: a protocol error (the value as it was read)
    std::uint32_t value = 0;    // of a read
    bool parity_error = false;  // of a read's data
    unsigned cycles = 0;        // of SWCLK, all of them charged to the wire's time
};

class SwdHost {
 public:
    explicit SwdHost(SwjPort& wire) : wire_(&wire) {}

    // One packet. Sends the data phase after WAIT or FAULT when `data_always` (a host that has set ORUNDETECT).
    SwdTransfer transfer(const DapRequest& request, std::uint32_t value = 0, bool data_always = false);
    // At least 50 cycles high, then two low.
    void line_reset();
    // High, 0xE79E, line reset.
    void jtag_to_swd();
    // High, 0xE73C, high: the TAPs are in Test-Logic-Reset afterwards.
    void swd_to_jtag();
    void idle(unsigned cycles);

 private:
    SwdTransfer exchange_whole(const DapRequest& request, std::uint32_t value, bool data_always);
    SwdTransfer exchange_bits(const DapRequest& request, std::uint32_t value, bool data_always);
    void send(std::uint64_t bits, unsigned count);
    [[nodiscard]] std::uint64_t receive(unsigned count);
    void turn_around();

    SwjPort* wire_;
};

}  // namespace jig::bench
