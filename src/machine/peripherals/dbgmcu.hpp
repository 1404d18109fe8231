// SPDX-License-Identifier: Apache-2.0
// MCU debug component, RM0008 section 31.16: the device's identity and what stops while the core is halted.
#pragma once

#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Dbgmcu final : public Device {
 public:
    explicit Dbgmcu(std::uint32_t idcode) : idcode_(idcode) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;

    [[nodiscard]] std::uint32_t cr() const { return cr_; }

 private:
    std::uint32_t idcode_;
    std::uint32_t cr_ = 0;
};

}  // namespace jig::machine
