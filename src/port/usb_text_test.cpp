// SPDX-License-Identifier: Apache-2.0
#include "port/usb_text.hpp"

#include <gtest/gtest.h>

namespace jig::port {
namespace {

// A descriptor with one UTF-16 unit per byte of `units`.
Bytes descriptor(const Bytes& units) {
    Bytes bytes = {static_cast<std::uint8_t>(2 + 2 * units.size()), 3};
    for (const std::uint8_t unit : units) {
        bytes.push_back(unit);
        bytes.push_back(0);
    }
    return bytes;
}

Bytes of_text(std::string_view text) { return descriptor(Bytes(text.begin(), text.end())); }

TEST(UsbText, strings_are_read_as_far_as_they_are_printable) {
    EXPECT_EQ(decode_usb_string(of_text("STM32 STLink")), "STM32 STLink");
    EXPECT_EQ(decode_usb_string(descriptor({'a', 0x07, 0xE9})), "a??");
}

TEST(UsbText, a_proper_serial_is_taken_as_it_is) {
    EXPECT_EQ(decode_st_serial(of_text("57FF72067265575742132067")), "57FF72067265575742132067");
    EXPECT_EQ(decode_st_serial(of_text("0123456789ab")), "0123456789ab");
}

TEST(UsbText, raw_bytes_in_the_descriptor_become_the_same_serial) {
    const Bytes raw = from_hex("57ff72067265575742132067").value();
    EXPECT_EQ(descriptor(raw)[0], 26);
    EXPECT_EQ(decode_st_serial(descriptor(raw)), "57FF72067265575742132067");
}

TEST(UsbText, what_is_no_string_descriptor_is_empty_text) {
    for (const Bytes& bad : {Bytes{}, Bytes{2}, Bytes{4, 2, 'a', 0}, Bytes{1, 3, 'a', 0}}) {
        EXPECT_EQ(decode_usb_string(bad), "");
        EXPECT_EQ(decode_st_serial(bad), "");
    }
    EXPECT_EQ(decode_usb_string(Bytes{50, 3, 'a', 0, 'b'}), "a");
}

}  // namespace
}  // namespace jig::port
