// SPDX-License-Identifier: Apache-2.0
// Backup registers, RM0008 section 6.4: 10 or 42 half-words that VBAT keeps, guarded by PWR_CR.DBP and the tamper pin.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// What a system reset leaves alone lives in Fabric::backup().
class Bkp final : public Device {
 public:
    explicit Bkp(unsigned registers) : registers_(registers) {}  // 10 or 42

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void pads_changed(Fabric& fabric) override;  // the TAMPER pin, PC13

    // After RCC_BDCR.BDRST.
    void backup_domain_was_reset(Fabric& fabric);

 private:
    [[nodiscard]] std::optional<unsigned> data_register(std::uint32_t offset) const;
    void write_csr(BackupDomain backup, std::uint32_t value);
    void watch_tamper(Fabric& fabric);
    void update_irq(Fabric& fabric) const;

    unsigned registers_;
    std::uint32_t csr_ = 0;     // TPIE and TIF
    bool tamper_seen_ = false;  // the detector's level while TPE is set
};

}  // namespace jig::machine
