// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/dap_identity.hpp"

#include <array>

namespace jig::bench {
namespace {

constexpr std::uint16_t packet_bytes = 64;
constexpr std::uint8_t v1_interface_string = 4;
constexpr std::uint8_t v2_interface_string = 5;
constexpr usb::InterfaceClass hid{0x03, 0x00, 0x00};
constexpr usb::InterfaceClass vendor_class{0xFF, 0x00, 0x00};

// HID 1.11 section 6.2.2: a vendor-defined usage page with one report of 64 bytes each way and no report numbers.
constexpr auto reports = std::to_array<std::uint8_t>({
    0x06, 0x00, 0xFF,  // Usage Page (vendor-defined)
    0x09, 0x01,        // Usage (1)
    0xA1, 0x01,        // Collection (Application)
    0x15, 0x00,        //   Logical Minimum (0)
    0x26, 0xFF, 0x00,  //   Logical Maximum (255)
    0x75, 0x08,        //   Report Size (8)
    0x95, 0x40,        //   Report Count (64)
    0x09, 0x01,        //   Usage (1)
    0x81, 0x02,        //   Input (Data, Variable, Absolute)
    0x95, 0x40,        //   Report Count (64)
    0x09, 0x01,        //   Usage (1)
    0x91, 0x02,        //   Output (Data, Variable, Absolute)
    0x95, 0x01,        //   Report Count (1)
    0xC0,              // End Collection
});

// HID 1.11 section 6.2.1: version 1.11, no country, one report descriptor.
constexpr std::array<std::uint8_t, 9> hid_descriptor = {9, 0x21, 0x11, 0x01, 0, 1, 0x22, reports.size(), 0};

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

}  // namespace

DapIdentity::DapIdentity(DapVersion version, const std::string& board_name)
    : version_(version), serial_(usb::serial_of(board_name)) {}

Bytes DapIdentity::device_descriptor() const {
    const std::uint16_t usb_version = version_ == DapVersion::v1 ? 0x0110 : 0x0210;
    return usb::device_descriptor(
        {.usb = usb_version, .vendor = vendor_id, .product = probe_product_id, .release = 0x0231});
}

Bytes DapIdentity::configuration_descriptor() const {
    const bool v1 = version_ == DapVersion::v1;
    const usb::TransferType type = v1 ? usb::TransferType::interrupt : usb::TransferType::bulk;
    const std::uint8_t interval = v1 ? 1 : 0;
    Bytes interface =
        usb::interface_descriptor(2, v1 ? hid : vendor_class, v1 ? v1_interface_string : v2_interface_string);
    if (v1) append(interface, hid_descriptor);
    append(interface, usb::endpoint_descriptor(out_endpoint, type, packet_bytes, interval));
    append(interface, usb::endpoint_descriptor(in_endpoint, type, packet_bytes, interval));
    return usb::configuration_descriptor(interface);
}

Bytes DapIdentity::string_descriptor(std::uint8_t index) const {
    switch (index) {
        case 0: return usb::language_descriptor();
        case 1: return usb::string_descriptor(manufacturer());
        case 2: return usb::string_descriptor(product_name_);
        case 3: return usb::string_descriptor(serial_);
        case v1_interface_string: return usb::string_descriptor("CMSIS-DAP v1 Interface");
        case v2_interface_string: return usb::string_descriptor("CMSIS-DAP v2 Interface");
        default: return {};
    }
}

Bytes DapIdentity::report_descriptor() const {
    return version_ == DapVersion::v1 ? Bytes(reports.begin(), reports.end()) : Bytes{};
}

}  // namespace jig::bench
