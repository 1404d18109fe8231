// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/usb_identity.hpp"

namespace jig::bench {
namespace {

// The last V2 firmware whose serial descriptor is known to be broken is not published; J17 is old enough to show it.
constexpr unsigned proper_serial_since = 22;
constexpr usb::InterfaceClass vendor_class{0xFF, 0xFF, 0xFF};
constexpr std::uint16_t packet_bytes = 64;

std::string as_text(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

void append(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }

}  // namespace

StlinkIdentity::StlinkIdentity(const StlinkVersion& version, const std::string& board_name)
    : product_id_(version.product_id()),
      raw_serial_(version.generation() == 2 && version.jtag() < proper_serial_since),
      serial_(usb::serial_of(board_name)),
      product_name_(version.generation() == 2 ? "STM32 STLink" : "STLINK-V3") {}

StlinkEndpoints StlinkIdentity::endpoints() const {
    if (product_id_ == 0x3748) return {0x02, 0x81, 0x83};
    return {0x01, 0x81, 0x82};
}

Bytes StlinkIdentity::device_descriptor() const {
    return usb::device_descriptor({.usb = 0x0200, .vendor = vendor_id, .product = product_id_, .release = 0x0100});
}

Bytes StlinkIdentity::configuration_descriptor() const {
    Bytes interface = usb::interface_descriptor(3, vendor_class, 2);
    const StlinkEndpoints addresses = endpoints();
    for (const std::uint8_t address : {addresses.in, addresses.out, addresses.trace}) {
        append(interface, usb::endpoint_descriptor(address, usb::TransferType::bulk, packet_bytes, 0));
    }
    return usb::configuration_descriptor(interface);
}

Bytes StlinkIdentity::string_descriptor(std::uint8_t index) const {
    switch (index) {
        case 0: return usb::language_descriptor();
        case 1: return usb::string_descriptor("STMicroelectronics");
        case 2: return usb::string_descriptor(product_name_);
        case 3: return usb::string_descriptor(raw_serial_ ? as_text(*from_hex(serial_)) : serial_);
        default: return {};
    }
}

}  // namespace jig::bench
