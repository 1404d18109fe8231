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
    // PWR_CSR.EWUP: a rising edge on WKUP ends Standby.
    [[nodiscard]] bool wakeup_pin_enabled() const;
    // The chip has been in Standby (CSR.SBF), which a wakeup event (CSR.WUF) or a reset ended.
    void was_in_standby(bool wakeup_event);

 private:
    std::uint32_t cr_ = 0;
    std::uint32_t csr_ = 0;
};

}  // namespace jig::machine
