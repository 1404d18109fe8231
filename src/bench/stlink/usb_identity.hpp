// SPDX-License-Identifier: Apache-2.0
// What an ST-Link tells the bus about itself: its descriptors and endpoints.
#pragma once

#include <string>

#include "bench/stlink/firmware_version.hpp"
#include "bench/usb/usb_identity.hpp"

namespace jig::bench {

struct StlinkEndpoints {
    std::uint8_t out;
    std::uint8_t in;
    std::uint8_t trace;
};

class StlinkIdentity final : public UsbIdentity {
 public:
    StlinkIdentity(const StlinkVersion& version, const std::string& board_name);

    static constexpr std::uint16_t vendor_id = 0x0483;
    [[nodiscard]] std::uint16_t vendor() const override { return vendor_id; }
    [[nodiscard]] std::uint16_t product_id() const override { return product_id_; }
    [[nodiscard]] const std::string& serial() const override { return serial_; }
    [[nodiscard]] const std::string& product_name() const override { return product_name_; }
    [[nodiscard]] StlinkEndpoints endpoints() const;
    [[nodiscard]] Bytes device_descriptor() const override;
    [[nodiscard]] Bytes configuration_descriptor() const override;
    [[nodiscard]] Bytes string_descriptor(std::uint8_t index) const override;

 private:
    std::uint16_t product_id_;
    bool raw_serial_;  // firmware of that age sends the serial's 12 bytes as 12 characters
    std::string serial_;
    std::string product_name_;
};

}  // namespace jig::bench
