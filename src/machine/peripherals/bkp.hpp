// SPDX-License-Identifier: Apache-2.0
// Backup registers, RM0008 section 6.4: 10 or 42 half-words that VBAT keeps, guarded by PWR_CR.DBP and the tamper pin.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// The data registers themselves live in Fabric::backup(), two little-endian bytes each, DR1 first.
class Bkp final : public Device {
 public:
    explicit Bkp(unsigned registers) : registers_(registers) {}  // 10 or 42

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void pads_changed(Fabric& fabric) override;  // the TAMPER pin, PC13

    // RCC_BDCR.BDRST, or VBAT was lost: data registers and the rest of the backup domain go to their reset values.
    void reset_backup_domain(Fabric& fabric);

 private:
    [[nodiscard]] std::optional<unsigned> data_register(std::uint32_t offset) const;
    void write_csr(std::uint32_t value);
    void watch_tamper(Fabric& fabric);
    void update_irq(Fabric& fabric) const;

    unsigned registers_;
    std::uint32_t rtccr_ = 0;
    std::uint32_t cr_ = 0;
    std::uint32_t csr_ = 0;
    bool tamper_seen_ = false;  // the detector's level while TPE is set
};

}  // namespace jig::machine
