// SPDX-License-Identifier: Apache-2.0
// From an opened probe to a halted chip, at the first try on a board nobody knows: fresh, asleep, with its debug pins
// switched off, or reset by a watchdog every few hundred milliseconds.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.hpp"
#include "dap/target.hpp"
#include "probe/probe.hpp"

namespace jig::dap {

enum class ConnectHow : std::uint8_t {
    automatic,      // under reset when nRST turns out to be wired, else halt as fast as possible; the core ends halted
    without_reset,  // never pulls nRST; the core ends halted where it was
    attach,         // neither reset nor halt: the firmware goes on, the watchdogs too
};

struct ConnectOptions {
    ConnectHow how = ConnectHow::automatic;
    std::uint32_t speed_khz = 8000;  // what to ask of the probe (a V2 makes 4000 of it); a bad wire is tried slower
};

// While connected, DBGMCU_CR keeps the clocks on in sleep modes and stops the watchdogs while the core is halted. What
// this changes (DBGMCU_CR, DEMCR, DHCSR, nRST) is put back when the Target is destroyed, and the board runs free.
// Errors: refused (supply too low, not a Cortex-M3 debug port), link (nothing answers: the text says what to wire),
// timeout (answers, but the core does not halt), fault.
[[nodiscard]] Result<std::unique_ptr<Target>> connect(std::unique_ptr<probe::Probe> probe,
                                                      const ConnectOptions& options = {});

}  // namespace jig::dap
