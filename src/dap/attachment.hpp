// SPDX-License-Identifier: Apache-2.0
// One try to reach a chip, what it sets there and what was there before, so that all of it can be put back.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "probe/probe.hpp"

namespace jig::dap {

enum class AttachHow : std::uint8_t {
    under_reset,  // nRST pulled until debug is set up; where it is wired the core halts before its first instruction
    halting,      // nRST untouched; the core halts where it is
    running,      // neither reset nor halt
};

struct Attachment {
    std::uint32_t dpidr = 0;
    std::uint32_t demcr = 0;         // as found
    std::uint32_t dbgmcu_cr = 0;     // as found
    std::optional<bool> nrst_wired;  // nothing when nRST was not pulled
    bool leave_halted = false;       // let_go() is to put back DEMCR alone
};

// Errors: link (nothing answers), refused (not a Cortex-M3), wait, fault, timeout (answers, but does not halt). After a
// failure nRST is let go; abandon() undoes the rest.
[[nodiscard]] Result<Attachment> attach(probe::Probe& probe, AttachHow how);

// Sets in DBGMCU_CR what jig needs while connected; what was there. Errors: fault, wait, link.
Result<std::uint32_t> keep_awake(probe::MemoryAccess& access);

// Undoes attach(), but for what `leave_halted` keeps: DBGMCU_CR, DEMCR, DHCSR, nRST. What cannot be undone because the
// link is gone is left to the next power-on.
void let_go(probe::Probe& probe, const Attachment& attachment);
// The same after a failed try, when nothing is known of what was there.
void abandon(probe::Probe& probe);

}  // namespace jig::dap
