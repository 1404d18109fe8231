// SPDX-License-Identifier: Apache-2.0
// Independent watchdog, RM0008 section 19: counts LSI periods and resets the chip unless it is reloaded in time.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

class Iwdg final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }

    // Option bit WDG_SW = 0 as loaded at this reset: the watchdog starts by itself. Set before reset().
    void set_hardware_start(bool on) { hardware_start_ = on; }
    [[nodiscard]] bool running() const { return running_; }

 private:
    struct Update {  // a write on its way into the VDD domain
        std::uint32_t value;
        Picoseconds at;
    };

    void write_key(Fabric& fabric, std::uint32_t key);
    void start(Fabric& fabric);
    void reload(Picoseconds time);
    void count_to(Picoseconds time);
    void settle(Fabric& fabric);
    void plan(Fabric& fabric);
    [[nodiscard]] Picoseconds step() const;

    bool hardware_start_ = false;
    bool running_ = false;
    bool frozen_ = false;
    bool writable_ = false;  // 0x5555 was the last key
    std::uint32_t pr_ = 0;
    std::uint32_t rlr_ = 0xFFF;
    std::optional<Update> pr_update_;
    std::optional<Update> rlr_update_;
    bool reload_follows_ = false;  // 0xAAAA was written behind an RLR still under way, and arrives behind it
    Picoseconds lsi_period_{25'000'000};
    Picoseconds counted_to_{0};  // the counter's value is exact at this time
    std::int64_t left_ = 0;      // steps until the reset
};

}  // namespace jig::machine
