// SPDX-License-Identifier: Apache-2.0
// An ST-Link on this computer's USB: 16 bytes of command on the OUT endpoint, then data on OUT or IN.
#pragma once

#include <memory>

#include "port/ports.hpp"
#include "probe/stlink/transport.hpp"
#include "wire/stlink/products.hpp"

namespace jig::probe::stlink {

// `ports` must outlive the transport. Errors: no_probe, link (in use).
[[nodiscard]] Result<std::unique_ptr<Transport>> open_usb_transport(port::Ports& ports,
                                                                    const port::UsbDeviceInfo& device,
                                                                    const wire::stlink::Product& product);

}  // namespace jig::probe::stlink
