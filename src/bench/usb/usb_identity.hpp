// SPDX-License-Identifier: Apache-2.0
// What a probe tells the bus about itself, as descriptors of USB 2.0 chapter 9, and the pieces that they are made of.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace jig::bench {

class UsbIdentity {
 public:
    virtual ~UsbIdentity() = default;
    [[nodiscard]] virtual std::uint16_t vendor() const = 0;
    [[nodiscard]] virtual std::uint16_t product_id() const = 0;
    // As a host decodes it; the same at every start.
    [[nodiscard]] virtual const std::string& serial() const = 0;
    [[nodiscard]] virtual const std::string& product_name() const = 0;
    [[nodiscard]] virtual Bytes device_descriptor() const = 0;         // 18 bytes, table 9-8
    [[nodiscard]] virtual Bytes configuration_descriptor() const = 0;  // with all that it encloses, table 9-10
    // Empty: there is none.
    [[nodiscard]] virtual Bytes string_descriptor(std::uint8_t index) const = 0;
    // Of interface 0 if it is a HID (HID 1.11 section 6.2.2); else empty.
    [[nodiscard]] virtual Bytes report_descriptor() const { return {}; }
};

namespace usb {

// String 0: English (United States).
[[nodiscard]] Bytes language_descriptor();
// Characters of 16 bits, the high byte zero.
[[nodiscard]] Bytes string_descriptor(std::string_view text);

struct DeviceNumbers {
    std::uint16_t usb;  // binary-coded, as are releases
    std::uint16_t vendor;
    std::uint16_t product;
    std::uint16_t release;
};
// Strings 1, 2 and 3 are manufacturer, product and serial number; one configuration; class by interface.
[[nodiscard]] Bytes device_descriptor(const DeviceNumbers& numbers);

enum class TransferType : std::uint8_t { bulk = 2, interrupt = 3 };
[[nodiscard]] Bytes endpoint_descriptor(std::uint8_t address, TransferType type, std::uint16_t packet_bytes,
                                        std::uint8_t interval);
struct InterfaceClass {
    std::uint8_t base;
    std::uint8_t subclass;
    std::uint8_t protocol;
};
// Interface 0 without alternatives.
[[nodiscard]] Bytes interface_descriptor(std::uint8_t endpoints, const InterfaceClass& kind, std::uint8_t string);
// Configuration 1 around the one interface.
[[nodiscard]] Bytes configuration_descriptor(ByteView interface);

// A serial number made from a board's name: 24 hex digits, readable in any hex decoder.
[[nodiscard]] std::string serial_of(const std::string& board_name);

}  // namespace usb
}  // namespace jig::bench
