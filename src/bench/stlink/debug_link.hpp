// SPDX-License-Identifier: Apache-2.0
// The part of a probe's firmware that talks to a debug port, over SWD or JTAG: single DP and AP accesses with retries
// on WAIT. Altitude: registers; it selects banks, and says what went wrong in the ST-Link's own status codes. Sticky
// flags are left for the caller.
#pragma once

#include <optional>

#include "bench/jtag/jtag_host.hpp"
#include "bench/stlink/status.hpp"
#include "bench/swd/swd_host.hpp"
#include "bench/time/probe_timing.hpp"

namespace jig::bench {

enum class Transport : std::uint8_t { swd, jtag };

class DebugLink {
 public:
    explicit DebugLink(SwjPort& wire) : wire_(&wire), swd_(wire), jtag_(wire) {}

    // Wakes the port and powers its debug domain up; `idcode` is who answered: DPIDR, or the JTAG-DP's IDCODE.
    StlinkStatus connect(Transport transport, std::uint32_t& idcode);
    [[nodiscard]] Transport transport() const { return transport_; }
    // `address` is the register's, with the bank in bits 7:4.
    StlinkStatus read_dp(std::uint8_t address, std::uint32_t& value);
    // The same without the second scan that JTAG needs: over JTAG `value` is what the read before this one found.
    StlinkStatus next_dp_read(std::uint8_t address, std::uint32_t& value);
    StlinkStatus write_dp(std::uint8_t address, std::uint32_t value);
    // One read or write that waits until the access is over.
    StlinkStatus read_ap(std::uint8_t ap, std::uint8_t address, std::uint32_t& value);
    // Returns as soon as the AP has taken the value; whether the access went well shows in the next one.
    StlinkStatus write_ap(std::uint8_t ap, std::uint8_t address, std::uint32_t value);

    // One posted AP read: starts an access and answers with the result of the one before.
    StlinkStatus next_ap_read(std::uint8_t ap, std::uint8_t address, std::uint32_t& previous);
    // The result of the last AP read, or the success of the last AP write, once it is over. Over JTAG, which knows no
    // FAULT, only this tells of the accesses before it.
    StlinkStatus last_ap_result(std::uint32_t& value);

    // Clears STICKYERR and its kin, and forgets what is selected.
    void clear_sticky_errors();
    void forget_selection() { select_.reset(); }
    // The time of all packets has passed on the board.
    void settle() { wire_->settle(); }

 private:
    [[nodiscard]] StlinkStatus wake(std::uint32_t& idcode);
    StlinkStatus power_up();
    StlinkStatus select_bank_of(std::uint8_t address);
    StlinkStatus select(std::uint8_t ap, std::uint8_t address);
    StlinkStatus select_value(std::uint32_t value);
    StlinkStatus explain(StlinkStatus status);
    StlinkStatus sticky_status();
    DapTransfer send(const DapRequest& request, std::uint32_t value = 0);

    SwjPort* wire_;
    SwdHost swd_;
    JtagHost jtag_;
    Transport transport_ = Transport::swd;
    std::optional<std::uint32_t> select_;
};

}  // namespace jig::bench
