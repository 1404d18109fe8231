// SPDX-License-Identifier: Apache-2.0
// The boundary-scan TAP that follows the JTAG-DP in the chip's chain: IDCODE and BYPASS. RM0008 31.5 and 31.6.2.
#pragma once

#include <cstdint>

namespace jig::bench {

class BoundaryTap {
 public:
    static constexpr unsigned ir_bits = 5;

    explicit BoundaryTap(std::uint32_t idcode) : idcode_(idcode) {}

    void reset() { ir_ = IDCODE; }
    [[nodiscard]] std::uint64_t capture_dr() const { return ir_ == IDCODE ? idcode_ : 0; }
    [[nodiscard]] unsigned dr_bits() const { return ir_ == IDCODE ? 32 : 1; }
    void update_dr(std::uint64_t) {}
    [[nodiscard]] std::uint64_t capture_ir() const { return 1; }
    void update_ir(std::uint64_t value) { ir_ = static_cast<std::uint8_t>(value & 0x1F); }

 private:
    static constexpr std::uint8_t IDCODE = 0x01;

    std::uint32_t idcode_;
    std::uint8_t ir_ = IDCODE;
};

}  // namespace jig::bench
