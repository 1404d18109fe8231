// SPDX-License-Identifier: Apache-2.0
// The ST-Link as a Probe, and the ways to get one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "port/ports.hpp"
#include "probe/probe.hpp"
#include "probe/stlink/transport.hpp"

namespace jig::probe::stlink {

// An ST-Link on USB, unopened.
struct Found {
    port::UsbDeviceInfo device;
    ProbeInfo info;
};
// Errors: those of the bus.
[[nodiscard]] Result<std::vector<Found>> list_usb(port::Ports& ports);

// Errors: no_probe, link, timeout, unsupported (a kind or a firmware that cannot debug an STM32).
[[nodiscard]] Result<std::unique_ptr<Probe>> open_usb(port::Ports& ports, const Found& found);

// The probe of an stlink-server that `number` counts to, from 0; without it the only one. Errors: no_probe, usage
// (several: the text lists them), link, timeout, unsupported.
[[nodiscard]] Result<std::unique_ptr<Probe>> open_tcp(port::Ports& ports, const std::string& host, std::uint16_t port,
                                                      std::optional<std::uint32_t> number);

// The driver on any transport. Errors: link, timeout, unsupported.
[[nodiscard]] Result<std::unique_ptr<Probe>> open(std::unique_ptr<Transport> transport, Clock& clock, ProbeInfo info);

}  // namespace jig::probe::stlink
