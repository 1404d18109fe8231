// SPDX-License-Identifier: Apache-2.0
#include "port/usb_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::port {
namespace {

constexpr std::uint8_t string_descriptor = 3;
constexpr std::size_t raw_serial_characters = 12;

// The UTF-16LE part, as long as the descriptor says and has.
ByteView body(ByteView descriptor) {
    if (descriptor.size() < 2 || descriptor[1] != string_descriptor) return {};
    const std::size_t length = std::min<std::size_t>(descriptor[0], descriptor.size());
    return length < 2 ? ByteView{} : descriptor.subspan(2, (length - 2) / 2 * 2);
}

bool is_hex_digit(std::uint16_t unit) {
    return (unit >= '0' && unit <= '9') || (unit >= 'A' && unit <= 'F') || (unit >= 'a' && unit <= 'f');
}

bool all_hex_digits(ByteView text) {
    for (std::size_t i = 0; i < text.size(); i += 2) {
        if (!is_hex_digit(load_le16(text.subspan(i)))) return false;
    }
    return true;
}

}  // namespace

std::string decode_usb_string(ByteView descriptor) {
    const ByteView text = body(descriptor);
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::uint16_t unit = load_le16(text.subspan(i));
        decoded += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : '?';
    }
    return decoded;
}

std::string decode_st_serial(ByteView descriptor) {
    const ByteView text = body(descriptor);
    // Twelve raw bytes that all look like hex digits are not to be expected; twelve digits may be somebody's serial.
    if (text.size() != raw_serial_characters * 2 || all_hex_digits(text)) return decode_usb_string(descriptor);
    std::string digits;
    for (std::size_t i = 0; i < text.size(); i += 2) digits += fmt::format("{:02X}", text[i]);
    return digits;
}

}  // namespace jig::port
