// SPDX-License-Identifier: Apache-2.0
// The link to one SW-DP: bringing it up, and bringing it back after something on the wire or in the chip went wrong.
#pragma once

#include <cstdint>
#include <string_view>

#include "probe/mem_ap/dap_port.hpp"

namespace jig::probe::mem_ap {

class DebugLink {
 public:
    // `port` must outlive this.
    explicit DebugLink(DapPort& port) : port_(port) {}

    [[nodiscard]] DapPort& port() { return port_; }
    // Switches the pins to SWD, powers the debug port up and selects AP 0; the DPIDR that answered. Errors: link
    // (nothing answers), timeout (no power), fault, wait.
    Result<std::uint32_t> connect();
    // After lost bits: line reset until the DP answers. Errors: link (it stays silent).
    Result<void> recover();
    // After a FAULT: whether the bus refused an access (CTRL/STAT.STICKYERR). Sticky flags are cleared.
    Result<bool> take_refusal();
    // After WAITs without end: the access under way is given up.
    Result<void> abandon_access();

 private:
    // Errors: link, fault, wait.
    Result<std::uint32_t> read_dp(std::uint8_t address);
    Result<void> write_dp(std::uint8_t address, std::uint32_t value);
    Result<void> run_one(const DapAccess& access);
    Result<void> reset_line(bool switch_to_swd);
    Result<void> power_up();

    DapPort& port_;
};

}  // namespace jig::probe::mem_ap
