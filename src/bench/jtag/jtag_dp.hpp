// SPDX-License-Identifier: Apache-2.0
// The JTAG-DP's instruction and data registers behind a TAP controller. ARM IHI 0031, "The JTAG Debug Port";
// RM0008 31.6 and 31.7.
#pragma once

#include <cstdint>

#include "bench/debug_port/debug_port.hpp"

namespace jig::bench {

class JtagDp {
 public:
    static constexpr unsigned ir_bits = 4;

    explicit JtagDp(DebugPort& port) : port_(&port) {}

    void reset() { ir_ = IDCODE; }
    // What Capture puts into the shift register, and how long that register is.
    [[nodiscard]] std::uint64_t capture_dr();
    [[nodiscard]] unsigned dr_bits() const;
    void update_dr(std::uint64_t value);
    [[nodiscard]] std::uint64_t capture_ir() const { return 1; }
    void update_ir(std::uint64_t value) { ir_ = static_cast<std::uint8_t>(value & 0xF); }

 private:
    static constexpr std::uint8_t ABORT = 0x8;
    static constexpr std::uint8_t DPACC = 0xA;
    static constexpr std::uint8_t APACC = 0xB;
    static constexpr std::uint8_t IDCODE = 0xE;

    [[nodiscard]] std::uint64_t capture_access();

    DebugPort* port_;
    std::uint8_t ir_ = IDCODE;
    bool ready_ = true;  // the last Capture-DR answered OK, so Update-DR is taken over
};

}  // namespace jig::bench
