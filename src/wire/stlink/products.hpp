// SPDX-License-Identifier: Apache-2.0
// Every ST-Link that plugs into USB, by product number, with its endpoints.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace jig::wire::stlink {

inline constexpr std::uint16_t vendor_id = 0x0483;
inline constexpr int usb_interface = 0;

struct Product {
    std::uint16_t id;
    std::string_view kind;
    std::uint8_t out_endpoint;
    std::uint8_t in_endpoint;
    std::string_view refusal;  // why it cannot debug as it is; empty if it can
};

// packaging/udev/60-jig.rules lists the same numbers; a test compares them.
[[nodiscard]] std::span<const Product> products();
// Nothing if the number is not an ST-Link's.
[[nodiscard]] const Product* find_product(std::uint16_t id);
// The on-board ST-Link with a mass storage, whose version numbers read differently.
[[nodiscard]] bool is_v21(std::uint16_t product);

}  // namespace jig::wire::stlink
