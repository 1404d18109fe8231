// SPDX-License-Identifier: Apache-2.0
// Access ports and the registers of DP and AP, one at a time.
#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::uint16_t debug_port = 0xFFFF;
constexpr std::uint8_t IDR = 0xFC;  // an AP's identification register, IHI 0031

}  // namespace

ByteView StlinkFirmware::open_ap(const CommandBlock& command, ByteView) {
    const std::uint8_t ap = command.byte(2);
    std::uint32_t idr = 0;
    memory_.forget();
    const StlinkStatus status = link_.read_ap(ap, IDR, idr);
    if (status != StlinkStatus::ok) return status_only(status);
    // An AP that is not there reads as zero.
    if (idr == 0) return status_only(StlinkStatus::bad_ap);
    open_aps_[ap] = true;
    return status_only(StlinkStatus::ok);
}

ByteView StlinkFirmware::close_ap(const CommandBlock& command, ByteView) {
    open_aps_[command.byte(2)] = false;
    // V2J28 closes the AP and calls it an error; J29 mended that.
    const bool correct = version_.has(StlinkFeature::correct_close_ap);
    return status_only(correct ? StlinkStatus::ok : StlinkStatus::bad_ap);
}

ByteView StlinkFirmware::read_dap_register(const CommandBlock& command, ByteView) {
    const std::uint16_t port = command.le16(2);
    const std::uint16_t address = command.le16(4);
    StlinkStatus status = check_ap(port, address, true);
    if (status != StlinkStatus::ok) return status_only(status);
    memory_.forget();
    const auto register_address = static_cast<std::uint8_t>(address);
    std::uint32_t value = 0;
    if (port != debug_port) {
        status = link_.read_ap(static_cast<std::uint8_t>(port), register_address, value);
    } else if (version_.has(StlinkFeature::whole_jtag_dp_reads)) {
        status = link_.read_dp(register_address, value);
    } else {
        status = link_.next_dp_read(register_address, value);
    }
    return status_and_word(status, value);
}

ByteView StlinkFirmware::write_dap_register(const CommandBlock& command, ByteView) {
    const std::uint16_t port = command.le16(2);
    const std::uint16_t address = command.le16(4);
    const std::uint32_t value = command.le32(6);
    const StlinkStatus status = check_ap(port, address, false);
    if (status != StlinkStatus::ok) return status_only(status);
    memory_.forget();
    if (port == debug_port) return status_only(link_.write_dp(static_cast<std::uint8_t>(address), value));
    return status_only(link_.write_ap(static_cast<std::uint8_t>(port), static_cast<std::uint8_t>(address), value));
}

StlinkStatus StlinkFirmware::check_ap(std::uint16_t port, std::uint16_t address, bool read) const {
    const bool banked = (address & 0xF0) != 0;
    if ((address & ~0xFCu) != 0) return StlinkStatus::command_error;
    if (port == debug_port) {
        return banked && !version_.has(StlinkFeature::banked_dp) ? StlinkStatus::command_error : StlinkStatus::ok;
    }
    if (port > 0xFF) return StlinkStatus::bad_ap;
    // Who is looking for APs may read IDR before opening one.
    return (read && address == IDR) || ap_usable(port) ? StlinkStatus::ok : StlinkStatus::bad_ap;
}

bool StlinkFirmware::ap_usable(std::size_t ap) const {
    return !version_.has(StlinkFeature::access_ports) || open_aps_[ap];
}

// Memory behind AP 0 is served without opening it: programs from before J28 still work.
bool StlinkFirmware::memory_usable(std::size_t ap) const { return ap == 0 || ap_usable(ap); }

}  // namespace jig::bench
