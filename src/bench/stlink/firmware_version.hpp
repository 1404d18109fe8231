// SPDX-License-Identifier: Apache-2.0
// Which ST-Link, with which firmware: what it answers to "get version", and since when it knows which command.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::bench {

// A group of commands that firmware learned at one version (OpenOCD stlink_usb.c, STLINK_F_*; pyOCD constants.py).
enum class StlinkFeature : std::uint8_t {
    always,
    voltage_and_trace,
    last_rw_status2,
    swd_frequency,
    jtag_frequency,
    dap_registers,
    memory_16,
    write_without_increment,
    access_ports,  // and the rule that an AP is opened before it is used
    correct_close_ap,
    led_and_disk_name,
    whole_jtag_dp_reads,  // before, a driver reads RDBUFF behind each DP register
    banked_dp,
    ap_and_csw,  // READMEM and WRITEMEM take the AP's number and CSW[31:8]
    read_without_increment,
    misc_batch,
    board_identifiers,
    bytes_512,  // 8-bit transfers of up to 512 bytes instead of 64
    com_frequency,
    version_ex,
};

class StlinkVersion {
 public:
    // "V2J37", "V3J9". Errors: bad_file.
    static Result<StlinkVersion> parse(std::string_view text);

    [[nodiscard]] unsigned generation() const { return generation_; }
    [[nodiscard]] unsigned jtag() const { return jtag_; }
    [[nodiscard]] bool has(StlinkFeature feature) const;
    // Reply to F1: 6 bytes. A V3 answers zeros for its versions and waits to be asked by FB.
    [[nodiscard]] std::array<std::uint8_t, 6> version_reply() const;
    // Reply to FB: 12 bytes.
    [[nodiscard]] std::array<std::uint8_t, 12> version_ex_reply() const;
    [[nodiscard]] std::uint16_t product_id() const;
    [[nodiscard]] std::string text() const;  // "V2J37"

 private:
    StlinkVersion(unsigned generation, unsigned jtag) : generation_(generation), jtag_(jtag) {}
    unsigned generation_;
    unsigned jtag_;
};

}  // namespace jig::bench
