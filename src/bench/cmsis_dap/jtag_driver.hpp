// SPDX-License-Identifier: Apache-2.0
// JTAG as a CMSIS-DAP probe drives it: scans of one device in the chain that DAP_JTAG_Configure described, all others
// in BYPASS. Every scan begins and ends in Run-Test/Idle; a read's value comes with the next scan.
#pragma once

#include <optional>
#include <vector>

#include "bench/swd/swj_port.hpp"

namespace jig::bench {

class JtagDriver {
 public:
    explicit JtagDriver(SwjPort& wire) : wire_(&wire) {}

    // Instruction bits of each device; device 0 is next to TDO.
    void configure(std::vector<std::uint8_t> instruction_bits);
    // False: the chain has no such device.
    [[nodiscard]] bool select_device(std::size_t index);
    // The instruction that was loaded last is not relied upon: a host may have moved the TAPs itself.
    void forget_instruction() { instruction_.reset(); }

    [[nodiscard]] std::uint32_t read_idcode();
    void abort(std::uint32_t value);
    // The Transfer Response; `value` is written, or becomes what the scan before asked for.
    std::uint8_t transfer(const DapRequest& request, std::uint32_t& value);

 private:
    void load(std::uint8_t instruction);
    [[nodiscard]] std::uint64_t scan_data(std::uint64_t bits, unsigned count);
    void move(std::uint32_t tms, unsigned count);
    [[nodiscard]] std::uint64_t shift(std::uint64_t bits, unsigned count, bool last);
    void pass_ones(std::size_t count, bool last);

    SwjPort* wire_;
    std::vector<std::uint8_t> instruction_bits_;
    std::size_t device_ = 0;
    std::optional<std::uint8_t> instruction_;
};

}  // namespace jig::bench
