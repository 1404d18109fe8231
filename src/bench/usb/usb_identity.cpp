// SPDX-License-Identifier: Apache-2.0
#include "bench/usb/usb_identity.hpp"

#include <algorithm>
#include <array>

namespace jig::bench::usb {
namespace {

constexpr std::uint8_t device_type = 1;
constexpr std::uint8_t configuration_type = 2;
constexpr std::uint8_t string_type = 3;
constexpr std::uint8_t interface_type = 4;
constexpr std::uint8_t endpoint_type = 5;
constexpr std::size_t configuration_header_bytes = 9;

constexpr std::size_t serial_length = 12;
constexpr std::size_t name_bytes = 8;  // of a name too long to be shown whole

constexpr std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value); }
constexpr std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }

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

}  // namespace

Bytes language_descriptor() { return {4, string_type, 0x09, 0x04}; }

Bytes string_descriptor(std::string_view text) {
    Bytes bytes{static_cast<std::uint8_t>(2 + 2 * text.size()), string_type};
    for (const char c : text) {
        bytes.push_back(static_cast<std::uint8_t>(c));
        bytes.push_back(0);
    }
    return bytes;
}

Bytes device_descriptor(const DeviceNumbers& numbers) {
    constexpr std::uint8_t first_packet_bytes = 64;
    return {18,
            device_type,
            low(numbers.usb),
            high(numbers.usb),
            0,
            0,
            0,
            first_packet_bytes,
            low(numbers.vendor),
            high(numbers.vendor),
            low(numbers.product),
            high(numbers.product),
            low(numbers.release),
            high(numbers.release),
            1,
            2,
            3,
            1};
}

Bytes endpoint_descriptor(std::uint8_t address, TransferType type, std::uint16_t packet_bytes, std::uint8_t interval) {
    return {7,       endpoint_type, address, static_cast<std::uint8_t>(type), low(packet_bytes), high(packet_bytes),
            interval};
}

Bytes interface_descriptor(std::uint8_t endpoints, const InterfaceClass& kind, std::uint8_t string) {
    return {9, interface_type, 0, 0, endpoints, kind.base, kind.subclass, kind.protocol, string};
}

Bytes configuration_descriptor(ByteView interface) {
    constexpr std::uint8_t bus_powered = 0x80;
    constexpr std::uint8_t milliamperes_100 = 50;  // counts 2 mA
    const auto total = static_cast<std::uint16_t>(configuration_header_bytes + interface.size());
    const std::array<std::uint8_t, configuration_header_bytes> header = {configuration_header_bytes,
                                                                         configuration_type,
                                                                         low(total),
                                                                         high(total),
                                                                         1,
                                                                         1,
                                                                         0,
                                                                         bus_powered,
                                                                         milliamperes_100};
    Bytes bytes(total);
    std::ranges::copy(interface, std::ranges::copy(header, bytes.begin()).out);
    return bytes;
}

std::string serial_of(const std::string& board_name) {
    std::string text = to_hex(serial_bytes(board_name));
    for (char& c : text) {
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace jig::bench::usb
