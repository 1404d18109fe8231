// SPDX-License-Identifier: Apache-2.0
// What an ST-Link tells the bus about itself: device and string descriptors, endpoints.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "bench/stlink/firmware_version.hpp"

namespace jig::bench {

struct StlinkEndpoints {
    std::uint8_t out;
    std::uint8_t in;
    std::uint8_t trace;
};

class StlinkIdentity {
 public:
    StlinkIdentity(const StlinkVersion& version, const std::string& board_name);

    static constexpr std::uint16_t vendor_id = 0x0483;
    [[nodiscard]] std::uint16_t product_id() const { return product_id_; }
    // 24 hex digits made from the board's name: readable in any hex decoder, the same at every start.
    [[nodiscard]] const std::string& serial() const { return serial_; }
    [[nodiscard]] const std::string& product_name() const { return product_name_; }
    [[nodiscard]] StlinkEndpoints endpoints() const;
    [[nodiscard]] Bytes device_descriptor() const;                    // 18 bytes, USB 2.0 table 9-8
    [[nodiscard]] Bytes string_descriptor(std::uint8_t index) const;  // empty: there is none

 private:
    std::uint16_t product_id_;
    bool raw_serial_;  // firmware of that age sends the serial's 12 bytes as 12 characters
    std::string serial_;
    std::string product_name_;
};

}  // namespace jig::bench
