// SPDX-License-Identifier: Apache-2.0
// Power control, RM0008 section 5.4: the backup domain's write protection and what deep sleep means.
#pragma once

#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Pwr final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;

    // PWR_CR.DBP: RTC, backup registers and RCC_BDCR can be written.
    [[nodiscard]] bool backup_writable() const;
    // PWR_CR.PDDS: deep sleep enters Standby, else Stop.
    [[nodiscard]] bool deep_sleep_is_standby() const;
    // PWR_CSR.EWUP: a rising edge on WKUP is a wakeup event.
    [[nodiscard]] bool wakeup_pin_enabled() const;
    // PWR_CSR.WUF: Standby ends as soon as it begins (table 15 wants it clear).
    [[nodiscard]] bool wakeup_flag() const;
    // A rising edge on an enabled WKUP, or an RTC alarm.
    void wakeup_event();
    // The next reset is the end of Standby.
    void enter_standby() { in_standby_ = true; }

 private:
    void write_csr(Fabric& fabric, std::uint32_t value);

    std::uint32_t cr_ = 0;
    std::uint32_t csr_ = 0;
    bool in_standby_ = false;
};

}  // namespace jig::machine
