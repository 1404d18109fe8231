// SPDX-License-Identifier: Apache-2.0
// What a probe's firmware does with SWCLK and SWDIO: whole packets and the sequences that wake a port. Packet altitude;
// it neither retries nor clears flags. With contact noise every bit goes over the wire, without it the packet is
// exchanged at once: the same accesses at the same times.
#pragma once

#include <cstdint>

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class SwdHost {
 public:
    explicit SwdHost(SwjPort& wire) : wire_(&wire) {}

    // One packet. Sends the data phase after WAIT or FAULT when `data_always` (a host that has set ORUNDETECT).
    DapTransfer transfer(const DapRequest& request, std::uint32_t value = 0, bool data_always = false);
    // At least 50 cycles high, then two low.
    void line_reset();
    // High, 0xE79E, line reset.
    void jtag_to_swd();
    // High, 0xE73C, high: the TAPs are in Test-Logic-Reset afterwards.
    void swd_to_jtag();
    void idle(unsigned cycles);

 private:
    DapTransfer exchange_bits(const DapRequest& request, std::uint32_t value, bool data_always);
    void move_data(const DapRequest& request, std::uint32_t value, DapTransfer& result);
    void send(std::uint64_t bits, unsigned count);
    [[nodiscard]] std::uint64_t receive(unsigned count);
    void release(unsigned cycles);

    SwjPort* wire_;
};

}  // namespace jig::bench
