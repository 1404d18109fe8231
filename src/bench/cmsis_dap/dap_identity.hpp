// SPDX-License-Identifier: Apache-2.0
// What a Raspberry Pi Debug Probe tells the bus about itself, as CMSIS-DAP v1 (a HID) or v2 (bulk endpoints):
// debugprobe, usb_descriptors.c, without its serial port. CMSIS-DAP 2.1.2, "Configuring USB peripheral": hosts know the
// probe by "CMSIS-DAP" in its product string or the interface's.
#pragma once

#include "bench/usb/usb_identity.hpp"

namespace jig::bench {

enum class DapVersion : std::uint8_t { v1, v2 };

class DapIdentity final : public UsbIdentity {
 public:
    static constexpr std::uint16_t vendor_id = 0x2E8A;
    static constexpr std::uint16_t probe_product_id = 0x000C;
    static constexpr std::uint8_t out_endpoint = 0x04;
    static constexpr std::uint8_t in_endpoint = 0x85;

    DapIdentity(DapVersion version, const std::string& board_name);

    [[nodiscard]] std::uint16_t vendor() const override { return vendor_id; }
    [[nodiscard]] std::uint16_t product_id() const override { return probe_product_id; }
    [[nodiscard]] const std::string& serial() const override { return serial_; }
    [[nodiscard]] const std::string& product_name() const override { return product_name_; }
    [[nodiscard]] static const char* manufacturer() { return "Raspberry Pi"; }
    [[nodiscard]] Bytes device_descriptor() const override;
    [[nodiscard]] Bytes configuration_descriptor() const override;
    [[nodiscard]] Bytes string_descriptor(std::uint8_t index) const override;
    [[nodiscard]] Bytes report_descriptor() const override;

 private:
    DapVersion version_;
    std::string serial_;
    std::string product_name_ = "Debug Probe (CMSIS-DAP)";
};

}  // namespace jig::bench
