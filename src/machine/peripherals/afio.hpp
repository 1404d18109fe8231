// SPDX-License-Identifier: Apache-2.0
// Alternate-function I/O, RM0008 section 9.4: pin remaps, EXTI line sources, and who owns the debug pins.
#pragma once

#include <array>
#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Afio final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;

    // AFIO_MAPR.SWJ_CFG as last written.
    [[nodiscard]] bool swd_enabled() const { return swj_cfg_ != 4; }
    [[nodiscard]] bool jtag_enabled() const { return swj_cfg_ < 2; }
    // AFIO_MAPR without SWJ_CFG.
    [[nodiscard]] std::uint32_t mapr() const { return mapr_; }
    // AFIO_EXTICR: the port whose pin `line` (0..15) drives the EXTI line; 'H' and beyond for values without a port.
    [[nodiscard]] char exti_port(unsigned line) const;

 private:
    std::uint32_t evcr_ = 0;
    std::uint32_t mapr_ = 0;  // without SWJ_CFG
    std::uint32_t swj_cfg_ = 0;
    std::array<std::uint32_t, 4> exticr_{};
    std::uint32_t mapr2_ = 0;
};

}  // namespace jig::machine
