// SPDX-License-Identifier: Apache-2.0
// USB devices through libusb.
#pragma once

#include <memory>
#include <vector>

#include "port/ports.hpp"

struct libusb_context;

namespace jig::port {

// Shared, because an opened device needs it for as long as it lives.
using UsbContext = std::shared_ptr<libusb_context>;

// Errors: internal (libusb does not start: no USB on this machine, no permission).
[[nodiscard]] Result<UsbContext> start_usb();
// A device that may not be opened is listed without its texts. Errors: internal.
[[nodiscard]] Result<std::vector<UsbDeviceInfo>> list_usb_linux(const UsbContext& context);
// Errors: no_probe (gone since it was listed, no permission: the text names the udev rules), link (another program
// holds the interface).
[[nodiscard]] Result<std::unique_ptr<UsbDevice>> open_usb_linux(const UsbContext& context, const UsbDeviceInfo& device,
                                                                int interface);

}  // namespace jig::port
