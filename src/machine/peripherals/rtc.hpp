// SPDX-License-Identifier: Apache-2.0
// Real-time clock, RM0008 section 18: registers on APB1 that a system reset clears, before a core in the backup domain
// that goes on through resets, Stop and Standby for as long as RCC_BDCR gives it a clock.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"
#include "machine/peripherals/rtc_counter.hpp"

namespace jig::machine {

class Rtc final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }

    // After RCC_BDCR.BDRST.
    void backup_domain_was_reset(Fabric& fabric);

 private:
    // What the configuration mode has collected, 18.3.4.
    struct Written {
        std::optional<std::uint32_t> prl;
        std::optional<std::uint32_t> cnt;
        std::optional<std::uint32_t> alr;
    };

    [[nodiscard]] std::uint32_t value_of(std::uint32_t offset) const;
    void write_crl(std::uint32_t value);
    void collect(std::uint32_t offset, std::uint32_t value);
    void settle(Fabric& fabric);
    void pass_edges(Fabric& fabric, std::uint64_t edges);
    void advance(Fabric& fabric, std::uint64_t edges);
    void commit();
    [[nodiscard]] Picoseconds edge(std::uint64_t number) const;
    void plan(Fabric& fabric) const;
    void promise(Fabric& fabric) const;
    void update_irq(Fabric& fabric) const;

    std::uint32_t crh_ = 0;
    std::uint32_t flags_ = 0;  // CRL: RSF, OWF, ALRF, SECF
    bool configuring_ = false;
    bool synchronized_ = true;  // the readable copies of DIV and CNT, 18.3.3
    Written written_;
    unsigned edges_to_commit_ = 0;  // a write operation is on its way: RTOFF = 0
    RtcCounter counter_;
    std::uint32_t hz_ = 0;
    Picoseconds at_{0};  // of the last RTCCLK edge that counter_ knows of
};

}  // namespace jig::machine
