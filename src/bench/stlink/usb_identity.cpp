// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/usb_identity.hpp"

#include <array>

namespace jig::bench {
namespace {

constexpr std::size_t serial_length = 12;
constexpr std::size_t name_bytes = 8;  // of a name too long to be shown whole
constexpr std::uint8_t string_type = 3;
// The last V2 firmware whose serial descriptor is known to be broken is not published; J17 is old enough to show it.
constexpr unsigned proper_serial_since = 22;

std::uint32_t fnv1a(std::string_view text) {
    std::uint32_t hash = 2166136261u;
    for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return hash;
}

std::array<std::uint8_t, serial_length> serial_bytes(const std::string& name) {
    std::array<std::uint8_t, serial_length> bytes{};
    const bool whole = name.size() <= serial_length;
    for (std::size_t i = 0; i < (whole ? name.size() : name_bytes); ++i) bytes[i] = static_cast<std::uint8_t>(name[i]);
    if (!whole) store_le32(MutableByteView(bytes).subspan(name_bytes), fnv1a(name));
    return bytes;
}

std::string upper_hex(ByteView bytes) {
    std::string text = to_hex(bytes);
    for (char& c : text) {
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

Bytes descriptor(ByteView characters) {
    Bytes bytes{static_cast<std::uint8_t>(2 + 2 * characters.size()), string_type};
    for (const std::uint8_t c : characters) {
        bytes.push_back(c);
        bytes.push_back(0);
    }
    return bytes;
}

Bytes descriptor(std::string_view text) {
    return descriptor(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace

StlinkIdentity::StlinkIdentity(const StlinkVersion& version, const std::string& board_name)
    : product_id_(version.product_id()),
      raw_serial_(version.generation() == 2 && version.jtag() < proper_serial_since),
      serial_(upper_hex(serial_bytes(board_name))),
      product_name_(version.generation() == 2 ? "STM32 STLink" : "STLINK-V3") {}

StlinkEndpoints StlinkIdentity::endpoints() const {
    if (product_id_ == 0x3748) return {0x02, 0x81, 0x83};
    return {0x01, 0x81, 0x82};
}

Bytes StlinkIdentity::device_descriptor() const {
    Bytes bytes = {18, 1, 0x00, 0x02, 0, 0, 0, 64, 0, 0, 0, 0, 0x00, 0x01, 1, 2, 3, 1};
    store_le16(MutableByteView(bytes).subspan(8), vendor_id);
    store_le16(MutableByteView(bytes).subspan(10), product_id_);
    return bytes;
}

Bytes StlinkIdentity::string_descriptor(std::uint8_t index) const {
    switch (index) {
        case 0: return {4, string_type, 0x09, 0x04};  // English (United States)
        case 1: return descriptor("STMicroelectronics");
        case 2: return descriptor(product_name_);
        case 3: return raw_serial_ ? descriptor(*from_hex(serial_)) : descriptor(serial_);
        default: return {};
    }
}

}  // namespace jig::bench
