// SPDX-License-Identifier: Apache-2.0
// USB string descriptors as text.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace jig::port {

// The text of a string descriptor (USB 2.0, 9.6.7: length, type 3, UTF-16LE); what is not printable ASCII becomes '?'.
// Empty if it is no string descriptor.
[[nodiscard]] std::string decode_usb_string(ByteView descriptor);

// The same for a serial number of a device by ST. The loader of old ST-Links puts the chip's 12 raw bytes where text
// belongs, each in 16 bits; they come out as the 24 hex digits that ST's own tools print.
[[nodiscard]] std::string decode_st_serial(ByteView descriptor);

}  // namespace jig::port
