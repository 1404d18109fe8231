// SPDX-License-Identifier: Apache-2.0
// External interrupt and event controller, RM0008 section 10.3: 19 lines with edges, masks and software triggers.
#pragma once

#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Exti final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void pads_changed(Fabric& fabric) override;
    // A pulse on a line whose source is inside the chip (16 PVD, 17 RTC alarm, 18 USB wakeup): both edges at once.
    void pulse(Fabric& fabric, unsigned line);

 private:
    [[nodiscard]] std::uint32_t sample(const Fabric& fabric) const;
    void trigger(Fabric& fabric, std::uint32_t lines);
    void update_irqs(Fabric& fabric) const;

    std::uint32_t imr_ = 0;
    std::uint32_t emr_ = 0;
    std::uint32_t rtsr_ = 0;
    std::uint32_t ftsr_ = 0;
    std::uint32_t swier_ = 0;
    std::uint32_t pr_ = 0;
    std::uint32_t levels_ = 0;  // of lines 0-15, current while any edge is selected
};

}  // namespace jig::machine
