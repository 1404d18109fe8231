// SPDX-License-Identifier: Apache-2.0
// Window watchdog, RM0008 section 20: counts PCLK1 / 4096 down and resets the chip at 0x3F, or when it is reloaded
// before the counter has come down to the window.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

class Wwdg final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }

 private:
    void write_control(Fabric& fabric, std::uint32_t value);
    void settle(Fabric& fabric);
    void count(Fabric& fabric, std::int64_t steps);
    [[nodiscard]] Picoseconds step() const;
    void plan(Fabric& fabric) const;

    bool WDGA_ = false;
    std::uint32_t t_ = 0x7F;
    std::uint32_t cfr_ = 0x7F;
    bool EWIF_ = false;
    std::optional<Picoseconds> pclk_;  // one period, while the counter runs
    Picoseconds at_{0};                // the counter became t_ then
};

}  // namespace jig::machine
