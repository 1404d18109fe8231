// SPDX-License-Identifier: Apache-2.0
// A CMSIS-DAP probe as a Probe, and the ways to get one.
#pragma once

#include <memory>
#include <vector>

#include "port/ports.hpp"
#include "probe/cmsis_dap/transport.hpp"
#include "probe/probe.hpp"

namespace jig::probe::cmsis_dap {

// A probe on USB, unopened.
struct Found {
    port::UsbDeviceInfo device;
    Interface interface;
    ProbeInfo info;
};
// Errors: those of the bus.
[[nodiscard]] Result<std::vector<Found>> list_usb(port::Ports& ports);

// Errors: no_probe, link, timeout, unsupported (a probe without SWD).
[[nodiscard]] Result<std::unique_ptr<Probe>> open_usb(port::Ports& ports, const Found& found);

}  // namespace jig::probe::cmsis_dap
