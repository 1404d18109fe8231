// SPDX-License-Identifier: Apache-2.0
// Which probes there are, and the one that an address means.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "port/ports.hpp"
#include "probe/probe.hpp"

namespace jig::probe {

// Every probe plugged into this computer, unopened (their firmware is not asked), ordered by address. Probes behind a
// TCP port are not searched for. Errors: internal, link (the USB bus cannot be listed).
[[nodiscard]] Result<std::vector<ProbeInfo>> list(port::Ports& ports);

// Opens the probe that `address` names, ready for connect():
//   stlink, stlink:SERIAL, stlink@USB-PORT-PATH, stlink-tcp:HOST:PORT, stlink-tcp:HOST:PORT/N,
//   cmsis-dap, cmsis-dap:SERIAL, cmsis-dap@USB-PORT-PATH,
//   gpio:CHIP:SWCLK:SWDIO, gpio:CHIP:SWCLK:SWDIO:NRST
// An empty address, and a form without its optional end, choose the only probe there is. `ports` must outlive the
// probe. Errors: no_probe (none, or none by that name), usage (not an address; several fit: the text lists them),
// link, timeout, unsupported (firmware too old).
[[nodiscard]] Result<std::unique_ptr<Probe>> open(port::Ports& ports, std::string_view address);

// The one name of the probe that `address` means, whichever of the forms it is written in: the probe is not opened, and
// an address that is none comes back as it is. Errors: no_probe, usage, link, as open().
[[nodiscard]] Result<std::string> locate(port::Ports& ports, std::string_view address);

}  // namespace jig::probe
