// SPDX-License-Identifier: Apache-2.0
// The core of an ARMv7-M chip through DHCSR, DCRSR, DCRDR and DEMCR (DDI 0403 C1.6).
#pragma once

#include "dap/target.hpp"
#include "probe/probe.hpp"

namespace jig::dap {

class CortexCore final : public Core {
 public:
    // `access` and `clock` must outlive this. `demcr` is what DEMCR holds while nobody debugs.
    CortexCore(probe::MemoryAccess& access, Clock& clock, std::uint32_t demcr)
        : access_(access), clock_(clock), demcr_(demcr) {}

    Result<CoreState> state() override;
    Result<void> halt() override;
    Result<void> resume() override;
    Result<void> step() override;
    Result<std::uint32_t> read_register(CoreRegister reg) override;
    Result<void> write_register(CoreRegister reg, std::uint32_t value) override;
    Result<void> wait_halted(Duration timeout) override;
    Result<void> reset_and_halt() override;
    Result<void> reset_and_run() override;
    Result<void> release() override;

 private:
    Result<void> control(std::uint32_t bits);
    // Waits until DHCSR has one of `bits`; the timeout's text is `what` and the DHCSR last seen.
    Result<std::uint32_t> wait_for(std::uint32_t bits, Duration timeout, std::string_view what);
    Result<void> wait_for_reset();

    probe::MemoryAccess& access_;
    Clock& clock_;
    std::uint32_t demcr_;
};

}  // namespace jig::dap
