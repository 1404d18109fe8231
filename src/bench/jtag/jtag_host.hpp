// SPDX-License-Identifier: Apache-2.0
// What a probe's firmware does with TCK, TMS, TDI and TDO of an STM32F1: scans through its two TAPs. Scan altitude; it
// neither retries nor clears flags. A scan tells of the access before it, so every read's value comes one scan late.
#pragma once

#include <cstdint>

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class JtagHost {
 public:
    explicit JtagHost(SwjPort& wire) : wire_(&wire) {}

    // From wherever the TAPs are to Test-Logic-Reset, and on to Run-Test/Idle.
    void reset();
    // The JTAG-DP's IDCODE, straight after reset(); all ones where no TAP answers.
    [[nodiscard]] std::uint32_t read_idcode();
    // One access of DP or AP. `ack` (ok or wait: a JTAG-DP knows no FAULT) and `value` are the scan's: on wait
    // `request` was not taken, otherwise `value` is what the read before it found.
    DapTransfer transfer(const DapRequest& request, std::uint32_t value = 0);

 private:
    void select(std::uint8_t instruction);
    std::uint64_t scan_dr(std::uint64_t bits, unsigned count);
    std::uint64_t shift(std::uint64_t bits, unsigned count);
    void move(std::uint32_t tms, unsigned count);

    SwjPort* wire_;
    std::uint8_t instruction_ = 0;  // of the JTAG-DP, as last scanned in
};

}  // namespace jig::bench
